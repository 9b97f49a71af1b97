"""The accounts of a congress, for its system and security administrators. Their existence, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people.accounts import access, operations, queries, second_factor
from lms.people.accounts.forms import StaffForm, text_of
from lms.people.accounts.labels import GRANT_STATE, ROLE
from lms.people.accounts.views.blueprint import bp, policy, refuse
from lms.people.models import Congress

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue


@bp.get("/accounts")
@requires(Permission.VIEW_ACCOUNTS)
def index() -> ResponseReturnValue:
    """Who has an account, found by name or user name; at first those who hold a role."""
    found = queries.search(current_actor(), text=request.args.get("q", ""), kind=request.args.get("kind", "staff"))
    page = paginate(found, number=page_number())
    roles_of = queries.roles_of(db.session(), [each.id for each in page.items], congress_id=current_actor().congress_id)
    return render_template("people/accounts/index.html", page=page, roles_of=roles_of, role_words=ROLE)


@bp.get("/accounts/new")
@requires(Permission.MANAGE_ACCOUNTS)
def new() -> ResponseReturnValue:
    """Open an account for a staff member."""
    return render_template("people/accounts/new.html", form=StaffForm())


@bp.post("/accounts/new")
@requires(Permission.MANAGE_ACCOUNTS)
def open_staff() -> ResponseReturnValue:
    """Open it and show the slip, this once."""
    form = StaffForm()
    if not form.validate():
        return invalid("people/accounts/new.html", form=form)
    try:
        slip = operations.open_staff(
            text_of(form.name), text_of(form.username), actor=current_actor(), policy=policy(), now=clock.now()
        )
    except DomainError as error:
        return refuse(form, error, "people/accounts/new.html")
    return render_template("people/accounts/slips.html", slips=[slip], back="accounts.index")


@bp.get("/accounts/<uuid:public_id>")
@requires(Permission.VIEW_ACCOUNTS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One account: its state and its roles, past ones included."""
    actor = current_actor()
    account = access.account(db.session(), public_id, actor=actor)
    is_ours = access.is_at_home(db.session(), account.id, actor.congress_id)
    return render_template(
        "people/accounts/show.html",
        account=account,
        is_ours=is_ours,
        opened_in=None if is_ours else db.session.get(Congress, account.opened_in),
        grants=queries.grants_of(db.session(), account.id, congress_id=actor.congress_id),
        has_second_factor=second_factor.is_set_up(db.session(), account.id),
        role_words=ROLE,
        state_words=GRANT_STATE,
    )


@bp.post("/accounts/<uuid:public_id>/closure")
@requires(Permission.MANAGE_ACCOUNTS)
def close(public_id: uuid.UUID) -> ResponseReturnValue:
    """Close an account."""
    operations.close(public_id, actor=current_actor(), now=clock.now())
    flash(_("The account is closed."), "success")
    return see("accounts.show", public_id=public_id)


@bp.post("/accounts/<uuid:public_id>/reopening")
@requires(Permission.MANAGE_ACCOUNTS)
def reopen(public_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed account again."""
    operations.reopen(public_id, actor=current_actor(), now=clock.now())
    flash(_("The account is open again. Its roles have to be proposed anew."), "success")
    return see("accounts.show", public_id=public_id)


@bp.post("/accounts/<uuid:public_id>/slip")
@requires(Permission.MANAGE_ACCOUNTS)
def reset_staff(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take the password away and show the slip, this once."""
    slip = operations.reset_staff(public_id, actor=current_actor(), policy=policy(), now=clock.now())
    return render_template("people/accounts/slips.html", slips=[slip], back="accounts.index")


@bp.post("/accounts/<uuid:public_id>/second-factor-reset")
@requires(Permission.GRANT_ROLES)
def reset_second_factor(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take the second factor away, when telephone and recovery codes are lost."""
    operations.reset_second_factor(public_id, actor=current_actor(), now=clock.now())
    flash(_("The second factor is taken away. It is set up anew at the next sign-in."), "success")
    return see("accounts.show", public_id=public_id)
