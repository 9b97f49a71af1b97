"""One unit's part of a task: what it handed in, handing in, and the organizer's return."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.tasks import access, labels, operations, overview
from lms.learning.tasks.forms import ReportForm, ReturnForm
from lms.learning.tasks.offers import offers
from lms.learning.tasks.queries import named_before

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.learning.tasks.models import StudyTask
    from lms.people.models import ElectingBody

bp = Blueprint("study_task_units", __name__, url_prefix="/study-tasks/<uuid:public_id>/units/<uuid:body_id>")

REPORT, RETURN = "learning/tasks/report.html", "learning/tasks/return.html"


@bp.get("")
@requires(Permission.VIEW_REQUIRED_STUDY)
def show(public_id: uuid.UUID, body_id: uuid.UUID) -> ResponseReturnValue:
    """How the unit stands: what it handed in, what was returned, and its deputies by name."""
    session, actor = db.session(), current_actor()
    task, body = access.part(session, public_id, body_id, actor=actor)
    page = overview.unit_page(session, task, body, actor=actor, today=clock.today(), now=clock.now())
    return render_template(
        "learning/tasks/unit.html",
        task=task,
        page=page,
        words=labels,
        may_hand_in=actor.can_in(Permission.RECORD_FOR_UNIT, body.id) and not task.study.withdrawal,
    )


@bp.get("/report")
@requires(Permission.RECORD_FOR_UNIT)
def reporting(public_id: uuid.UUID, body_id: uuid.UUID) -> ResponseReturnValue:
    """By what did the unit meet the task? What it named before is ticked."""
    task, body = _own(public_id, body_id)
    session = db.session()
    form = ReportForm.new(task, offers(session, task, body), chosen=named_before(session, task, body))
    return render_template(REPORT, form=form, task=task, body=body, words=labels)


@bp.post("/report")
@requires(Permission.RECORD_FOR_UNIT)
def report(public_id: uuid.UUID, body_id: uuid.UUID) -> ResponseReturnValue:
    """It is handed in."""
    task, body = _own(public_id, body_id)
    form = ReportForm(task, offers(db.session(), task, body))
    if not form.validate():
        return invalid(REPORT, form=form, task=task, body=body, words=labels)
    answer = operations.Answer(uuid.UUID(form.key.data), form.chosen, form.words.data or "")
    try:
        operations.hand_in(public_id, body_id, answer, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        form.form_errors.append(refusal.message)
        task, body = _own(public_id, body_id)
        return render_template(REPORT, form=form, task=task, body=body, words=labels), refusal.status
    flash(_("Handed in. The organizer sees it."), "success")
    return see("study_task_units.show", public_id=public_id, body_id=body_id)


@bp.get("/return")
@requires(Permission.SET_REQUIRED_STUDY)
def returning(public_id: uuid.UUID, body_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the reason."""
    task, body = access.part(db.session(), public_id, body_id, actor=current_actor())
    last = operations.returnable(db.session(), task, body)
    form = ReturnForm(data={"report": str(last.public_id)})
    return render_template(RETURN, form=form, task=task, body=body, words=labels)


@bp.post("/return")
@requires(Permission.SET_REQUIRED_STUDY)
def send_back(public_id: uuid.UUID, body_id: uuid.UUID) -> ResponseReturnValue:
    """It counts for nothing from now on, and the liaisons are told."""
    form, actor = ReturnForm(), current_actor()
    task, body = access.part(db.session(), public_id, body_id, actor=actor)
    if not form.validate():
        return invalid(RETURN, form=form, task=task, body=body, words=labels)
    operations.send_back(
        public_id, body_id, uuid.UUID(form.report.data), form.reason.data or "", actor=actor, now=clock.now()
    )
    flash(_("Returned. The liaisons of the unit have been told why."), "success")
    return see("study_task_units.show", public_id=public_id, body_id=body_id)


def _own(public_id: uuid.UUID, body_id: uuid.UUID) -> tuple[StudyTask, ElectingBody]:
    """A part for which the actor reports."""
    return access.part(db.session(), public_id, body_id, actor=current_actor(), permission=Permission.RECORD_FOR_UNIT)
