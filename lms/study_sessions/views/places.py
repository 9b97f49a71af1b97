"""The organizer's page of a study session's places: what needs a decision, and what the units still have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import ngettext
from lms.core.pages import see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, labels, queries
from lms.study_sessions.forms import ChosenForm
from lms.study_sessions.operations import proposals
from lms.study_sessions.seats import succession
from lms.study_sessions.states import PlaceState
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession


@bp.get("/study-sessions/<uuid:public_id>/places")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def places(public_id: uuid.UUID) -> ResponseReturnValue:
    """Which places are free, who is next, who has declined, and which units still have places?"""
    return _page(_managed(public_id))


@bp.post("/study-sessions/<uuid:public_id>/proposal")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def approve(public_id: uuid.UUID) -> ResponseReturnValue:
    """Give free places of the common pool to those that the page proposed."""
    study_session, form = _managed(public_id), ChosenForm()
    if not form.validate():
        raise NotFound
    try:
        given = proposals.approve(study_session.id, form.ids, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        db.session.rollback()
        return _page(_managed(public_id), refusal=refusal.message), refusal.status
    flash(ngettext("%(num)d place is given.", "%(num)d places are given.", given), "success")
    return see("study_sessions.places", public_id=public_id)


def _page(study_session: StudySession, refusal: str | None = None) -> str:
    today = clock.today()
    return render_template(
        "study_sessions/places.html",
        study_session=study_session,
        proposal=succession.proposal(db.session(), study_session, now=clock.now()),
        waiting=queries.reserves(study_session),
        declined=[each for each in queries.departures(study_session) if each.enrolment.state is PlaceState.DECLINED],
        fill=queries.fill(study_session, as_at=today),
        is_filled=study_session.is_filled_on(today),
        refusal=refusal,
        today=today,
        labels=labels,
    )


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
