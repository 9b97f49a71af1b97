"""The days of a study session: the list of names to sign in by, the sheet for paper, exceptions, and the close-out."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.attendance import queries
from lms.attendance.forms import SignInForm
from lms.attendance.operations import close_out as closing
from lms.attendance.operations import sign_in as marking
from lms.attendance.presence import ABSENT, presence_of
from lms.attendance.refusals import NotOnTheList
from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access
from lms.study_sessions.forms import ReasonForm
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue

    from lms.attendance.queries import Participant
    from lms.study_sessions.models import Enrolment, StudySession

bp = Blueprint("attendance", __name__, template_folder="templates")

EXCUSE = "attendance/excuse.html"


@bp.get("/study-sessions/<uuid:public_id>/attendance")
@requires(Permission.RUN_STUDY_SESSIONS)
def day(public_id: uuid.UUID) -> ResponseReturnValue:
    """The list of names for one day, of all units or of one."""
    study_session = _run(public_id)
    shown = _asked_day() or nearest_day(study_session, clock.today())
    everyone = queries.participants(study_session)
    unit = request.args.get("unit", type=uuid.UUID)
    return render_template(
        "attendance/day.html",
        study_session=study_session,
        day=shown,
        everyone=everyone,
        participants=[each for each in everyone if unit is None or each.body.public_id == unit],
        units={each.body.public_id: each.body.name for each in everyone},
        present=sum(shown in each.presence.days for each in everyone),
        is_open=study_session.state is State.LIST_CONFIRMED and shown in study_session.study_days,
        is_to_come=shown > clock.today(),
        form=SignInForm(),
    )


@bp.post("/study-sessions/<uuid:public_id>/attendance")
@requires(Permission.RUN_STUDY_SESSIONS)
def record(public_id: uuid.UUID) -> ResponseReturnValue:
    """Mark who is there."""
    study_session, form = _run(public_id), SignInForm()
    everyone = queries.participants(study_session)
    marking.sign_in(
        study_session.id,
        form.chosen_day,
        _enrolments(study_session, everyone, form.arrived),
        taken_back=_enrolments(study_session, everyone, form.taken_back),
        actor=current_actor(),
        now=clock.now(),
    )
    flash(_("The sign-in is saved."), "success")
    return see("attendance.day", public_id=public_id, day=form.chosen_day.isoformat(), unit=request.args.get("unit"))


@bp.get("/study-sessions/<uuid:public_id>/sign-in-sheet")
@requires(Permission.RUN_STUDY_SESSIONS)
def sheet(public_id: uuid.UUID) -> ResponseReturnValue:
    """The list of names to print, with a field for each day's signature."""
    study_session = _run(public_id)
    return render_template(
        "attendance/sheet.html", study_session=study_session, participants=queries.participants(study_session)
    )


@bp.get("/enrolments/<uuid:enrolment_id>/presence-exception")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_excuse(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Let this participant complete all the same, or no longer?"""
    return _excuse_page(_managed(enrolment_id), ReasonForm())


@bp.post("/enrolments/<uuid:enrolment_id>/presence-exception")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def excuse(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Make the exception, or end it, with a reason."""
    enrolment, form = _managed(enrolment_id), ReasonForm()
    if not form.validate():
        return _excuse_page(enrolment, form), 422
    public_id = enrolment.study_session.public_id
    is_excused = request.form.get("is_excused") == "yes"
    try:
        marking.excuse(enrolment.id, form.text, is_excused=is_excused, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _excuse_page(_managed(enrolment_id), form), refusal.status
    flash(_("The exception is noted.") if is_excused else _("The exception is ended."), "success")
    return see("attendance.close_out", public_id=public_id)


@bp.get("/study-sessions/<uuid:public_id>/close-out")
@requires(Permission.RUN_STUDY_SESSIONS)
def close_out(public_id: uuid.UUID) -> ResponseReturnValue:
    """What closing out will do, to how many; or what it did."""
    study_session = _run(public_id)
    everyone = queries.participants(study_session)
    days = study_session.study_days
    return render_template(
        "attendance/close_out.html",
        study_session=study_session,
        days=days,
        total=len(everyone),
        complete=sum(each.presence.is_enough(days) for each in everyone),
        absent=[each for each in everyone if each.presence.missing(days)],
        completed=queries.completed(study_session),
        is_closed=study_session.state is State.COMPLETED,
        can_close=study_session.state is State.LIST_CONFIRMED and clock.today() >= study_session.ends_on,
    )


@bp.post("/study-sessions/<uuid:public_id>/close-out")
@requires(Permission.RUN_STUDY_SESSIONS)
def end(public_id: uuid.UUID) -> ResponseReturnValue:
    """Close the study session out."""
    done = closing.close_out(_run(public_id).id, actor=current_actor(), now=clock.now())
    flash(ngettext("%(num)d participant has completed it.", "%(num)d participants have completed it.", done), "success")
    return see("attendance.close_out", public_id=public_id)


def nearest_day(study_session: StudySession, today: date) -> date:
    """Today if the study session meets today, else the day of study that is nearest."""
    return min(study_session.study_days, key=lambda each: abs((each - today).days))


def _asked_day() -> date | None:
    return request.args.get("day", type=date.fromisoformat)


def _enrolments(
    study_session: StudySession, everyone: list[Participant], public_ids: Collection[uuid.UUID]
) -> set[int]:
    """The ids behind public ids; one that is not on this list is refused with all the others."""
    found = {each.enrolment.public_id: each.enrolment.id for each in everyone}
    if not found.keys() >= set(public_ids):
        raise NotOnTheList(title=study_session.title)
    return {found[public_id] for public_id in public_ids}


def _excuse_page(enrolment: Enrolment, form: ReasonForm) -> str:
    study_session = enrolment.study_session
    presence = presence_of(db.session(), study_session).get(enrolment.id, ABSENT)
    return render_template(
        EXCUSE,
        enrolment=enrolment,
        study_session=study_session,
        form=form,
        presence=presence,
        missing=presence.missing(study_session.study_days),
    )


def _run(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.RUN_STUDY_SESSIONS)


def _managed(enrolment_id: uuid.UUID) -> Enrolment:
    return access.enrolment(current_actor(), enrolment_id, Permission.MANAGE_STUDY_SESSIONS)
