"""What roles and their states are called on pages."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.core.permissions import Role
from lms.people.accounts.models import GrantState

ROLE = {
    Role.DEPUTY: N_("Deputy"),
    Role.FORMER_DEPUTY: N_("Former deputy"),
    Role.LIAISON: N_("Liaison of an electing body"),
    Role.ORGANIZER: N_("Organizer"),
    Role.CLASS_HEAD: N_("Class head"),
    Role.EDITOR: N_("Course editor"),
    Role.REVIEWER: N_("Course reviewer"),
    Role.APPROVER: N_("Course approver"),
    Role.BUSINESS_ADMIN: N_("Business administrator"),
    Role.EVALUATION_OFFICE: N_("Evaluation office"),
    Role.SYSTEM_ADMIN: N_("System administrator"),
    Role.SECURITY_ADMIN: N_("Security administrator"),
    Role.AUDITOR: N_("Auditor"),
}

# The words and the tone of the tag.
GRANT_STATE = {
    GrantState.PROPOSED: (N_("Waiting to be granted"), "amber"),
    GrantState.GRANTED: (N_("In force"), "green"),
    GrantState.DECLINED: (N_("Declined"), ""),
    GrantState.REVOKED: (N_("Role is ended"), ""),
}
