"""The organizer's page of what the units recommend and nobody has looked at yet, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, labels, queries
from lms.study_sessions.candidates import of_this_year
from lms.study_sessions.forms import ChosenForm
from lms.study_sessions.operations import reviewing
from lms.study_sessions.sharing.grassroots import overruns
from lms.study_sessions.states import PlaceState
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

# Whoever is reviewed makes room for the next.
AT_ONCE = 5


@bp.get("/study-sessions/<uuid:public_id>/reviews")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def reviews(public_id: uuid.UUID) -> ResponseReturnValue:
    """Are these recommendations in order?"""
    return _page(_managed(public_id))


@bp.post("/study-sessions/<uuid:public_id>/reviews")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def review(public_id: uuid.UUID) -> ResponseReturnValue:
    """They are, as the page showed them."""
    study_session, form = _managed(public_id), ChosenForm()
    if not form.validate():
        return _page(study_session, refusal=_("Please look at the recommendations again.")), 422
    try:
        done = reviewing.review(study_session.id, form.ids, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        db.session.rollback()
        return _page(_managed(public_id), refusal=refusal.message), refusal.status
    flash(ngettext("%(num)d recommendation is reviewed.", "%(num)d recommendations are reviewed.", done), "success")
    return see("study_sessions.reviews", public_id=public_id)


def _page(study_session: StudySession, refusal: str | None = None) -> str:
    listed = queries.on_the_list(study_session)
    to_review = [each for each in listed if each.state is PlaceState.RECOMMENDED]
    units = queries.by_unit(to_review)
    return render_template(
        "study_sessions/reviews.html",
        study_session=study_session,
        listed=listed,
        units=units[:AT_ONCE],
        more_units=len(units[AT_ONCE:]),
        to_review=len(to_review),
        this_year=of_this_year(study_session, [each.person_id for each in to_review]),
        overruns=overruns(db.session(), study_session, today=clock.today()),
        refusal=refusal,
        labels=labels,
    )


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
