"""A unit's staff whom it can send: the list, who is added, corrected, taken off it and put on it again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.core import clock, crypto
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people.identity import mask_phone
from lms.study_sessions.staff import access, operations, queries
from lms.study_sessions.staff.forms import StaffForm
from lms.study_sessions.staff.models import StaffState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.people.models import ElectingBody
    from lms.study_sessions.staff.models import StaffMember

bp = Blueprint("staff", __name__, template_folder="../templates")

INDEX, FORM = "study_sessions/staff/index.html", "study_sessions/staff/form.html"


@bp.get("/staff")
@requires(Permission.RECOMMEND)
def index() -> ResponseReturnValue:
    """Whom can my unit send?"""
    return render_template(INDEX, **_list(*_chosen()))


@bp.get("/staff/new")
@requires(Permission.RECOMMEND)
def ask() -> ResponseReturnValue:
    """Who is it?"""
    _units, body = _chosen()
    return render_template(FORM, form=StaffForm(body), body=body, member=None)


@bp.post("/staff/new")
@requires(Permission.RECOMMEND)
def add() -> ResponseReturnValue:
    """Put someone on the list."""
    _units, body = _chosen()
    form, unit, body_id = StaffForm(body), body.public_id, body.id
    if not form.validate():
        return invalid(FORM, form=form, body=body, member=None)
    try:
        operations.add(body_id, form.said, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(FORM, form=form, body=_chosen()[1], member=None)
    flash(_("%(name)s is on your unit's staff.", name=form.said.name), "success")
    return see("staff.index", unit=unit)


@bp.get("/staff/<uuid:public_id>/edit")
@requires(Permission.RECOMMEND)
def ask_edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is different?"""
    member = access.member(current_actor(), public_id)
    return render_template(FORM, form=StaffForm.of(member, phone_of(member)), body=member.electing_body, member=member)


@bp.post("/staff/<uuid:public_id>/edit")
@requires(Permission.RECOMMEND)
def edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Correct it."""
    actor = current_actor()
    member = access.member(actor, public_id)
    form = StaffForm(member.electing_body)
    unit = member.electing_body.public_id
    if not form.validate():
        return invalid(FORM, form=form, body=member.electing_body, member=member)
    try:
        operations.correct(member.id, form.said, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        member = access.member(actor, public_id)
        return invalid(FORM, form=form, body=member.electing_body, member=member)
    flash(_("The changes are saved."), "success")
    return see("staff.index", unit=unit)


@bp.post("/staff/<uuid:public_id>/leaving")
@requires(Permission.RECOMMEND)
def retire(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take someone off the list."""
    member = access.member(current_actor(), public_id)
    name, unit = member.person.name, member.electing_body.public_id
    operations.retire(member.id, actor=current_actor(), now=clock.now())
    flash(_("%(name)s is off your unit's staff. Places that had not begun are free again.", name=name), "success")
    return see("staff.index", unit=unit)


@bp.post("/staff/<uuid:public_id>/coming-back")
@requires(Permission.RECOMMEND)
def take_back(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put someone who left on the list again."""
    member = access.member(current_actor(), public_id)
    name, unit = member.person.name, member.electing_body.public_id
    operations.take_back(member.id, actor=current_actor(), now=clock.now())
    flash(_("%(name)s is on your unit's staff.", name=name), "success")
    return see("staff.index", unit=unit)


def phone_of(member: StaffMember) -> str:
    """The phone with its middle hidden; empty where none is known."""
    sealed = member.person.phone_sealed
    return mask_phone(crypto.decrypt(sealed)) if sealed else ""


def _chosen() -> tuple[Sequence[ElectingBody], ElectingBody]:
    """The actor's units, and the one asked for, else the first; a foreign one is not found."""
    units, asked = access.units(current_actor()), request.args.get("unit", type=uuid.UUID)
    chosen = next((each for each in units if asked in (None, each.public_id)), None)
    if chosen is None:
        raise NotFound
    return units, chosen


def _list(units: Sequence[ElectingBody], body: ElectingBody) -> dict[str, object]:
    return {
        "units": units,
        "body": body,
        "members": queries.members(body, StaffState.ACTIVE),
        "left": queries.members(body, StaffState.LEFT),
        "phone_of": phone_of,
    }
