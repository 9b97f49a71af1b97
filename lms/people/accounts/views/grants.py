"""Roles: proposed by the system administrator, granted, declined and ended by the security administrator."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.forms import SelectChoice
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, Role, current_actor, requires
from lms.people.accounts import access, elsewhere, queries, roles
from lms.people.accounts.forms import ElsewhereForm, ProposalForm, text_of
from lms.people.accounts.labels import GRANT_STATE, ROLE
from lms.people.accounts.views.blueprint import bp, policy, refuse

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


AnyProposal = TypeVar("AnyProposal", bound=ProposalForm)

ELSEWHERE = "people/accounts/propose_elsewhere.html"


@bp.get("/role-proposals")
@requires(Permission.VIEW_ACCOUNTS)
def proposals() -> ResponseReturnValue:
    """What waits for a decision."""
    page = paginate(queries.proposals(current_actor()), number=page_number())
    return render_template("people/accounts/proposals.html", page=page, role_words=ROLE, state_words=GRANT_STATE)


@bp.get("/accounts/<uuid:public_id>/role-proposal")
@requires(Permission.PROPOSE_ROLES)
def proposal(public_id: uuid.UUID) -> ResponseReturnValue:
    """Choose a role for an account."""
    account = access.account(db.session(), public_id, actor=current_actor())
    return render_template("people/accounts/propose.html", form=_with_bodies(ProposalForm()), account=account)


@bp.post("/accounts/<uuid:public_id>/role-proposal")
@requires(Permission.PROPOSE_ROLES)
def propose(public_id: uuid.UUID) -> ResponseReturnValue:
    """Propose it; it gives nothing until it is granted."""
    actor = current_actor()
    account = access.account(db.session(), public_id, actor=actor)
    form = _with_bodies(ProposalForm())
    if not form.validate():
        return invalid("people/accounts/propose.html", form=form, account=account)
    try:
        roles.propose(public_id, Role(form.role.data), body_public_id=_body(form), actor=actor, now=clock.now())
    except DomainError as error:
        return refuse(form, error, "people/accounts/propose.html", account=account)
    flash(_("The role is proposed. The security administrator decides."), "success")
    return see("accounts.show", public_id=public_id)


@bp.get("/accounts/elsewhere/role-proposal")
@requires(Permission.PROPOSE_ROLES)
def proposal_elsewhere() -> ResponseReturnValue:
    """Who of another congress, and for which role?"""
    return render_template(ELSEWHERE, form=_with_bodies(ElsewhereForm()))


@bp.post("/accounts/elsewhere/role-proposal")
@requires(Permission.PROPOSE_ROLES)
def propose_elsewhere() -> ResponseReturnValue:
    """Propose it for whoever is named exactly; the other congress's accounts stay hidden."""
    form = _with_bodies(ElsewhereForm())
    if not form.validate():
        return invalid(ELSEWHERE, form=form)
    try:
        proposed = elsewhere.propose(
            text_of(form.name),
            text_of(form.username),
            Role(form.role.data),
            body_public_id=_body(form),
            actor=current_actor(),
            policy=policy(),
            now=clock.now(),
        )
    except DomainError as error:
        return refuse(form, error, ELSEWHERE)
    flash(_("The role is proposed. The security administrator decides."), "success")
    return see("accounts.show", public_id=proposed.account.public_id)


@bp.post("/role-proposals/<uuid:public_id>/grant")
@requires(Permission.GRANT_ROLES)
def grant(public_id: uuid.UUID) -> ResponseReturnValue:
    """Let the role take effect."""
    roles.grant(public_id, actor=current_actor(), now=clock.now())
    flash(_("The role is granted. Its holder signs in again, with a second factor."), "success")
    return see("accounts.proposals")


@bp.post("/role-proposals/<uuid:public_id>/refusal")
@requires(Permission.GRANT_ROLES)
def decline(public_id: uuid.UUID) -> ResponseReturnValue:
    """Turn the proposal down."""
    roles.decline(public_id, actor=current_actor(), now=clock.now())
    flash(_("The proposal is declined."), "success")
    return see("accounts.proposals")


@bp.post("/role-grants/<uuid:public_id>/end")
@requires(Permission.GRANT_ROLES)
def revoke(public_id: uuid.UUID) -> ResponseReturnValue:
    """End a role in force."""
    ended = roles.revoke(public_id, actor=current_actor(), now=clock.now())
    flash(_("The role is ended, and its holder signed out."), "success")
    return see("accounts.show", public_id=ended)


def _with_bodies(form: AnyProposal) -> AnyProposal:
    bodies = queries.bodies(db.session(), congress_id=current_actor().congress_id)
    form.body.choices = [
        SelectChoice("", _("No electing body")),
        *(SelectChoice(str(each.public_id), each.name) for each in bodies),
    ]
    return form


def _body(form: ProposalForm) -> uuid.UUID | None:
    return uuid.UUID(form.body.data) if form.body.data else None
