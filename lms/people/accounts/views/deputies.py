"""A liaison's page of the own unit's accounts: who has used theirs, slips, messages, a new code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people.accounts import queries, slips
from lms.people.accounts.views.blueprint import bp, policy

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue


@bp.get("/deputy-accounts")
@requires(Permission.RESET_ACCESS)
def deputies() -> ResponseReturnValue:
    """The deputies of my unit, and whether they have used their account."""
    actor = current_actor()
    page = queries.deputy_accounts(actor=actor, waiting=request.args.get("waiting") == "yes", number=page_number())
    return render_template(
        "people/accounts/deputies.html", page=page, waiting=slips.count_waiting(db.session(), actor=actor)
    )


@bp.post("/deputy-accounts/slips")
@requires(Permission.RESET_ACCESS)
def print_slips() -> ResponseReturnValue:
    """Slips for all who have not used their account yet; the codes are shown this once."""
    printed = slips.print_waiting(actor=current_actor(), policy=policy(), now=clock.now())
    return render_template("people/accounts/slips.html", slips=printed, back="accounts.deputies")


@bp.get("/deputy-accounts/<uuid:person_id>/new-code")
@requires(Permission.RESET_ACCESS)
def new_code(person_id: uuid.UUID) -> ResponseReturnValue:
    """What a new code does, before it is done."""
    account = slips.deputy_account(db.session(), person_id, actor=current_actor())
    return render_template("people/accounts/new_code.html", account=account)


@bp.post("/deputy-accounts/<uuid:person_id>/slip")
@requires(Permission.RESET_ACCESS)
def reset_deputy(person_id: uuid.UUID) -> ResponseReturnValue:
    """Take the password away and show the slip, this once."""
    slip = slips.reset_deputy(person_id, actor=current_actor(), policy=policy(), now=clock.now())
    return render_template("people/accounts/slips.html", slips=[slip], back="accounts.deputies")


@bp.post("/deputy-accounts/<uuid:person_id>/message")
@requires(Permission.RESET_ACCESS)
def message_deputy(person_id: uuid.UUID) -> ResponseReturnValue:
    """Send a code to the deputy's telephone."""
    slips.message_deputy(person_id, actor=current_actor(), policy=policy(), now=clock.now())
    flash(_("A message with a code is on its way to the deputy."), "success")
    return see("accounts.deputies")
