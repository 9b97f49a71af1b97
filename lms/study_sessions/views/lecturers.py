"""Who speaks on which day of a study session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning.resources import labels
from lms.planning.resources.access import one
from lms.planning.resources.models import Lecturer
from lms.study_sessions import access
from lms.study_sessions.bookings import operations, queries
from lms.study_sessions.bookings.forms import LecturerForm
from lms.study_sessions.bookings.refusals import LecturerTaken
from lms.study_sessions.states import OPEN
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

LECTURERS = "study_sessions/bookings/lecturers.html"


@bp.get("/study-sessions/<uuid:public_id>/lecturers")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def lecturers(public_id: uuid.UUID) -> ResponseReturnValue:
    """Who is booked, and who else?"""
    study_session = _managed(public_id)
    return render_template(LECTURERS, form=_form(study_session), **_page(study_session))


@bp.post("/study-sessions/<uuid:public_id>/lecturers")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def book_lecturer(public_id: uuid.UUID) -> ResponseReturnValue:
    """Book one, or say why not and when else."""
    study_session = _managed(public_id)
    form = _form(study_session)
    if not form.validate():
        return invalid(LECTURERS, form=form, **_page(study_session))
    try:
        operations.book_lecturer(
            study_session.id, form.lecturer_id, form.number.data, form.part, actor=current_actor(), now=clock.now()
        )
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        study_session = _managed(public_id)
        free = _free(study_session, form) if isinstance(refusal, LecturerTaken) else ()
        return invalid(LECTURERS, form=form, free=free, **_page(study_session))
    flash(_("It is booked."), "success")
    return see("study_sessions.lecturers", public_id=public_id)


@bp.post("/study-sessions/<uuid:public_id>/lecturers/<uuid:booking_id>/removal")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def give_lecturer_back(public_id: uuid.UUID, booking_id: uuid.UUID) -> ResponseReturnValue:
    """Give the booking back."""
    operations.give_lecturer_back(_managed(public_id).id, booking_id, actor=current_actor(), now=clock.now())
    flash(_("The booking is given back; its days are free again."), "success")
    return see("study_sessions.lecturers", public_id=public_id)


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)


def _form(study_session: StudySession) -> LecturerForm:
    return LecturerForm(study_session, queries.lecturers(db.session(), actor=current_actor()))


def _page(study_session: StudySession) -> dict[str, Any]:
    booked = queries.lecturer_days(db.session(), study_session)
    is_open = study_session.state in OPEN
    return {"study_session": study_session, "booked": booked, "is_open": is_open, "words": labels}


def _free(study_session: StudySession, form: LecturerForm) -> Any:
    lecturer = one(db.session(), Lecturer, form.lecturer_id, actor=current_actor())
    return queries.free_halves(db.session(), study_session, lecturer)
