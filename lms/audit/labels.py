"""What the acts in the audit log are called on pages. Every act that the house notes has its words (a test holds it)."""

from __future__ import annotations

from lms.core.i18n import N_

ACTION = {
    "access.reset": N_("Access reset"),
    "access_code.printed": N_("Code printed"),
    "access_code.sent": N_("Code sent"),
    "account.closed": N_("Account closed"),
    "account.opened": N_("Account opened"),
    "account.reopened": N_("Account opened again"),
    "acting_for.ended": N_("Acting for a deputy ended"),
    "acting_for.started": N_("Acting for a deputy begun"),
    "audit.exported": N_("Audit log exported"),
    "completion_report.exported": N_("Completion report exported"),
    "congress.chosen": N_("Congress chosen"),
    "congress.founded": N_("Congress founded"),
    "password.changed": N_("Password changed"),
    "password.set": N_("Password set with a code"),
    "person.changed": N_("Person's data changed"),
    "post.founded": N_("First holder of a post"),
    "quota.moved": N_("Quota moved"),
    "role.declined": N_("Role declined"),
    "role.granted": N_("Role granted"),
    "role.proposed": N_("Role proposed"),
    "role.revoked": N_("Role ended"),
    "roster.applied": N_("Roster import applied"),
    "roster.put_away": N_("Roster import put away"),
    "roster.uploaded": N_("Roster uploaded"),
    "second_factor.removed": N_("Second factor set up anew"),
    "second_factor.reset": N_("Second factor reset"),
    "sign_in.ended": N_("Signed out"),
    "sign_in.locked": N_("Sign-in locked"),
    "sign_in.others_revoked": N_("Other browsers signed out"),
    "sign_in.refused": N_("Sign-in refused"),
    "sign_in.revoked": N_("Browser signed out"),
    "sign_in.succeeded": N_("Signed in"),
}
