"""The organizer looks at what the units recommend, unit by unit, before the list is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.database import transaction
from lms.study_sessions import seats
from lms.study_sessions.refusals import MoveNotAllowed, RecommendationsChanged
from lms.study_sessions.states import PlaceState, State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from lms.core.permissions import Actor


def review(study_session_id: int, chosen: Collection[uuid.UUID], *, actor: Actor, now: datetime) -> int:
    """Note that recommendations were looked at and are in order, all of those that the page showed, or none.

    Whoever is not in order is returned to the unit instead (`recommendation.return_place`). Returns how many were reviewed.

    Raises:
        MoveNotAllowed: the units are not recommending.
        RecommendationsChanged: one of them is no longer recommended, or was reviewed by somebody else.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state is not State.RECOMMENDING:
            raise MoveNotAllowed(title=study_session.title)
        recommended = {
            each.public_id: each for each in seats.live(session, study_session) if each.state is PlaceState.RECOMMENDED
        }
        if not chosen or not recommended.keys() >= set(chosen):
            raise RecommendationsChanged
        seats.review(session, [recommended[each] for each in sorted(set(chosen))], actor=actor, now=now)
        return len(set(chosen))
