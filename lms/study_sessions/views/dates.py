"""The form of a study session with what it offers; where days or venue do not go: what is refused, considered, free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core.database import db
from lms.core.pages import invalid
from lms.core.permissions import current_actor
from lms.planning.refusals import NotFree
from lms.study_sessions.bookings import queries
from lms.study_sessions.bookings.forms import explain
from lms.study_sessions.bookings.refusals import DaysDoNotGo, ToConsider
from lms.study_sessions.bookings.stay import Stay
from lms.study_sessions.forms import StudySessionForm
from lms.study_sessions.refusals import SeatClash
from lms.study_sessions.seats import levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.core.errors import DomainError
    from lms.planning.resources.models import Venue
    from lms.study_sessions.models import StudySession

_OF_DAYS = (DaysDoNotGo, ToConsider, NotFree, SeatClash)


def offered_venues() -> Sequence[Venue]:
    """The venues to choose from."""
    return queries.venues(db.session(), actor=current_actor())


def blank_form(**given: Any) -> StudySessionForm:
    """The form of a study session that is still to be made, or as it was sent."""
    may_admit = levels.may_admit(db.session(), current_actor().congress_id)
    return StudySessionForm(offered_venues(), may_admit=may_admit, **given)


def form_of(study_session: StudySession, *, is_sent: bool) -> StudySessionForm:
    """The form of a study session as it is, or (`is_sent`) as it was sent."""
    may_admit = study_session.admits_below or levels.may_admit(db.session(), study_session.congress_id)
    if is_sent:
        return StudySessionForm(offered_venues(), may_admit=may_admit)
    return StudySessionForm.of(study_session, offered_venues(), may_admit=may_admit)


def considered_in(form: StudySessionForm) -> frozenset[str]:
    """The marks of the warnings that were ticked."""
    return frozenset(form.considered.data or ())


def free_days(stay: Stay, refusal: DomainError, study_session: StudySession | None) -> Sequence[queries.FreeDays]:
    """The nearest free days, where days were refused or are to be considered."""
    if not isinstance(refusal, _OF_DAYS):
        return ()
    return queries.free_days(db.session(), stay, study_session, actor=current_actor())


def turned_down(
    template: str,
    form: StudySessionForm,
    refusal: DomainError,
    *,
    study_session: StudySession | None = None,
    **given: Any,
) -> ResponseReturnValue:
    """The page again with the refusal, everything that was typed, and the nearest free days."""
    explain(form, refusal)
    free = free_days(Stay.of(form.draft), refusal, study_session)
    return invalid(template, form=form, study_session=study_session, free=free, **given)
