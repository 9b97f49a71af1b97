"""A deputy's own study sessions: what is asked of me, where I stand, and what I can apply for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, labels, own, queries
from lms.study_sessions.bookings.queries import address_of
from lms.study_sessions.forms import InterestForm, ReasonForm
from lms.study_sessions.interests import operations as interests
from lms.study_sessions.operations import answers, applications
from lms.study_sessions.states import PlaceState
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from lms.core.forms import Form
    from lms.study_sessions.models import StudySession

PAGE = "study_sessions/my_session.html"


@bp.get("/my/study-sessions")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def mine() -> ResponseReturnValue:
    """What is coming: where, when, and whether the place is confirmed; what I can apply for; and what was."""
    actor, today = current_actor(), clock.today()
    seats = queries.seats_of_person(actor.person_id or 0, congress_id=actor.congress_id)
    return render_template(
        "study_sessions/mine.html",
        coming=[each for each in reversed(seats) if each.study_session.ends_on >= today],
        past=[each for each in seats if each.study_session.ends_on < today],
        to_choose_from=own.to_choose_from(actor, today=today),
        waits_for_answer=own.waits_for_answer,
        today=today,
        labels=labels,
    )


@bp.get("/my/study-sessions/<uuid:public_id>")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def my_session(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is asked of me, by when, and where do I stand?"""
    return render_template(PAGE, **_standing(_mine(public_id)))


@bp.post("/my/study-sessions/<uuid:public_id>/acceptance")
@requires(Permission.TAKE_PLACES)
def accept(public_id: uuid.UUID) -> ResponseReturnValue:
    """I am coming."""
    enrolment_id = _my_enrolment(public_id)
    return _do(
        public_id,
        lambda: answers.accept(enrolment_id, actor=current_actor(), now=clock.now()),
        _("Thank you. Your place is accepted."),
    )


@bp.post("/my/study-sessions/<uuid:public_id>/declination")
@requires(Permission.TAKE_PLACES)
def decline(public_id: uuid.UUID) -> ResponseReturnValue:
    """I am not coming, and why."""
    form, enrolment_id = ReasonForm(prefix="decline"), _my_enrolment(public_id)
    if not form.validate():
        return invalid(PAGE, **_standing(_mine(public_id), declining=form))
    return _do(
        public_id,
        lambda: answers.decline(enrolment_id, form.text, actor=current_actor(), now=clock.now()),
        _("Thank you for telling us. The place passes to another deputy."),
        declining=form,
    )


@bp.post("/my/study-sessions/<uuid:public_id>/application")
@requires(Permission.TAKE_PLACES)
def apply(public_id: uuid.UUID) -> ResponseReturnValue:
    """Apply for an open study session: seated at once, or in line."""
    study_session_id = _mine(public_id).id

    def act() -> str:
        state = applications.apply(study_session_id, actor=current_actor(), now=clock.now())
        is_waiting = state is PlaceState.WAITING
        return _("All places are taken. You are in line.") if is_waiting else _("You have a place.")

    return _do(public_id, act)


@bp.post("/my/study-sessions/<uuid:public_id>/application-withdrawal")
@requires(Permission.TAKE_PLACES)
def withdraw_application(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take the own application back."""
    enrolment_id = _my_enrolment(public_id)
    return _do(
        public_id,
        lambda: applications.withdraw_application(enrolment_id, actor=current_actor(), now=clock.now()),
        _("Your application is withdrawn."),
    )


@bp.post("/my/study-sessions/<uuid:public_id>/interest")
@requires(Permission.TAKE_PLACES)
def tell_unit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Tell my unit that I would like to come."""
    form, study_session_id = InterestForm(prefix="interest"), _mine(public_id).id
    if not form.validate():
        return invalid(PAGE, **_standing(_mine(public_id), telling=form))
    return _do(
        public_id,
        lambda: interests.tell_unit(study_session_id, form.note.data or "", actor=current_actor(), now=clock.now()),
        _("Your unit now sees that you would like to come."),
        telling=form,
    )


@bp.post("/my/study-sessions/<uuid:public_id>/interest-withdrawal")
@requires(Permission.TAKE_PLACES)
def take_interest_back(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take that back."""
    study_session_id = _mine(public_id).id
    return _do(
        public_id,
        lambda: interests.take_back(study_session_id, actor=current_actor(), now=clock.now()),
        _("Your wish is taken back."),
    )


def _do(public_id: uuid.UUID, act: Callable[[], str | None], done: str = "", **forms: Form) -> ResponseReturnValue:
    """Do it and see the page again; or show the page with the reason why not, and what was typed."""
    try:
        said = act()
    except DomainError as refusal:
        db.session.rollback()
        page = render_template(PAGE, refusal=refusal.message, **_standing(_mine(public_id), **forms))
        return page, refusal.status
    flash(said or done, "success")
    return see("study_sessions.my_session", public_id=public_id)


def _standing(study_session: StudySession, **forms: Form) -> dict[str, object]:
    here = own.standing(current_actor(), study_session, today=clock.today())
    told = {"note": here.interest.note if here.interest else ""}
    blank = {
        "declining": ReasonForm(formdata=None, prefix="decline"),
        "telling": InterestForm(formdata=None, prefix="interest", data=told),
    }
    address = address_of(db.session(), study_session, study_session.venue)
    return {"study_session": study_session, "here": here, "address": address, "labels": labels, **blank, **forms}


def _mine(public_id: uuid.UUID) -> StudySession:
    return access.my_study_session(current_actor(), public_id)


def _my_enrolment(public_id: uuid.UUID) -> int:
    here = own.standing(current_actor(), _mine(public_id), today=clock.today())
    if here.enrolment is None:
        raise NotFound
    return here.enrolment.id
