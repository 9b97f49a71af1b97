"""What happens to a mandate: suspension, resumption, end, change; and corrections of the person. Each has one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.forms import day_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people import access, queries
from lms.people.forms_roster import ChangeForm, DayForm, PersonForm, SuspensionForm
from lms.people.models import ChangeKind
from lms.people.operations import mandates, persons

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.models import Mandate

bp = Blueprint("mandates", __name__, template_folder="templates")

MOVE, CHANGE, PERSON = "people/roster_move.html", "people/roster_change.html", "people/roster_person.html"


@bp.get("/deputies/<uuid:public_id>/suspension")
@requires(Permission.MANAGE_ROSTER)
def ask_suspension(public_id: uuid.UUID) -> ResponseReturnValue:
    """Suspend the mandate?"""
    form = SuspensionForm(data={"effective_on": clock.today()})
    return render_template(MOVE, mandate=_mandate(public_id), form=form, kind=ChangeKind.SUSPENDED)


@bp.post("/deputies/<uuid:public_id>/suspension")
@requires(Permission.MANAGE_ROSTER)
def suspend(public_id: uuid.UUID) -> ResponseReturnValue:
    """Suspend it (art. 61)."""
    return _move(public_id, SuspensionForm(), ChangeKind.SUSPENDED)


@bp.get("/deputies/<uuid:public_id>/resumption")
@requires(Permission.MANAGE_ROSTER)
def ask_resumption(public_id: uuid.UUID) -> ResponseReturnValue:
    """Let the deputy act again?"""
    form = DayForm(data={"effective_on": clock.today()})
    return render_template(MOVE, mandate=_mandate(public_id), form=form, kind=ChangeKind.RESUMED)


@bp.post("/deputies/<uuid:public_id>/resumption")
@requires(Permission.MANAGE_ROSTER)
def resume(public_id: uuid.UUID) -> ResponseReturnValue:
    """Resume it."""
    return _move(public_id, DayForm(), ChangeKind.RESUMED)


@bp.get("/deputies/<uuid:public_id>/end")
@requires(Permission.MANAGE_ROSTER)
def ask_end(public_id: uuid.UUID) -> ResponseReturnValue:
    """End the mandate?"""
    form = SuspensionForm(ChangeKind.ENDED, data={"effective_on": clock.today()})
    return render_template(MOVE, mandate=_mandate(public_id), form=form, kind=ChangeKind.ENDED)


@bp.post("/deputies/<uuid:public_id>/end")
@requires(Permission.MANAGE_ROSTER)
def end(public_id: uuid.UUID) -> ResponseReturnValue:
    """End it (art. 62)."""
    return _move(public_id, SuspensionForm(ChangeKind.ENDED), ChangeKind.ENDED)


@bp.get("/deputies/<uuid:public_id>/change")
@requires(Permission.MANAGE_ROSTER)
def ask_change(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is different from when on?"""
    mandate = _mandate(public_id)
    form = ChangeForm.of(mandate, queries.bodies_of(db.session(), mandate.term), clock.today())
    return render_template(CHANGE, mandate=mandate, form=form)


@bp.post("/deputies/<uuid:public_id>/change")
@requires(Permission.MANAGE_ROSTER)
def change(public_id: uuid.UUID) -> ResponseReturnValue:
    """Change it from a day on."""
    mandate = _mandate(public_id)
    bodies = queries.bodies_of(db.session(), mandate.term)
    form = ChangeForm(bodies)
    if not form.validate():
        return invalid(CHANGE, mandate=mandate, form=form)
    try:
        mandates.change(
            public_id,
            form.wanted(bodies),
            effective_on=day_of(form.effective_on),
            actor=current_actor(),
            now=clock.now(),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(CHANGE, mandate=_mandate(public_id), form=form)
    flash(_("The change is recorded."), "success")
    return see("people.show", public_id=public_id)


@bp.get("/deputies/<uuid:public_id>/person")
@requires(Permission.MANAGE_ROSTER)
def ask_correction(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is kept of the person: right?"""
    mandate = _mandate(public_id)
    return render_template(PERSON, mandate=mandate, form=PersonForm.of(mandate.person))


@bp.post("/deputies/<uuid:public_id>/person")
@requires(Permission.MANAGE_ROSTER)
def correct(public_id: uuid.UUID) -> ResponseReturnValue:
    """Correct it."""
    form = PersonForm()
    if not form.validate():
        return invalid(PERSON, mandate=_mandate(public_id), form=form)
    try:
        persons.correct(public_id, form.correction, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(PERSON, mandate=_mandate(public_id), form=form)
    flash(_("The change is recorded."), "success")
    return see("people.show", public_id=public_id)


def _move(public_id: uuid.UUID, form: DayForm, kind: ChangeKind) -> ResponseReturnValue:
    if not form.validate():
        return invalid(MOVE, mandate=_mandate(public_id), form=form, kind=kind)
    number, day, actor, now = form.announcement.data or "", day_of(form.effective_on), current_actor(), clock.now()
    try:
        if kind is ChangeKind.RESUMED:
            mandates.resume(public_id, announcement=number, effective_on=day, actor=actor, now=now)
        elif isinstance(form, SuspensionForm):
            act = mandates.suspend if kind is ChangeKind.SUSPENDED else mandates.end
            act(public_id, form.chosen, announcement=number, effective_on=day, actor=actor, now=now)
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(MOVE, mandate=_mandate(public_id), form=form, kind=kind)
    flash(_("The change is recorded."), "success")
    return see("people.show", public_id=public_id)


def _mandate(public_id: uuid.UUID) -> Mandate:
    actor = current_actor()
    return access.mandate(db.session(), public_id, actor=actor, permission=Permission.MANAGE_ROSTER)
