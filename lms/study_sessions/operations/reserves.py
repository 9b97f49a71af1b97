"""A unit's reserves (候补): deputies in the unit's own order, who hold no seat until one becomes free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms import audit
from lms.core.database import transaction
from lms.study_sessions import seats
from lms.study_sessions.operations.recommendation import must_be_recommending, quota_of
from lms.study_sessions.refusals import NotAReserve, RecommendingClosed
from lms.study_sessions.seats import succession
from lms.study_sessions.seats.entrants import entrant_of
from lms.study_sessions.states import FILLING, PlaceState

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.core.permissions import Actor


def reserve(study_session_id: int, candidate_id: int, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put someone behind the unit's other reserves; where a place is free for them, it is taken at once.

    Args:
        candidate_id: see `entrants.entrant_of`.

    Raises:
        RecommendingClosed, RecommendingOver, IsOpen: it is not the time for it.
        NoQuota: the electing body takes no part.
        NotInOffice, AlreadyRecommended, SeatClash: see `seats.wait`.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        must_be_recommending(study_session, now)
        entrant = entrant_of(session, study_session, candidate_id)
        quota = quota_of(session, study_session, entrant.unit)
        last = [each.rank or 0 for each in succession.reserves(session, study_session, quota)][-1:]
        rank = last[0] + 1 if last else 1
        return seats.wait(
            session, study_session, quota, entrant, actor=actor, now=now, applied_at=now, rank=rank
        ).public_id


def put_earlier(enrolment_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a reserve change places with the one before; for the first of them nothing changes.

    Raises:
        RecommendingClosed: nobody is called from the reserves now.
        NotAReserve: the deputy does not wait any more.
    """
    with transaction() as session:
        study_session, asked = seats.lock_of(session, enrolment_id)
        if study_session.state not in FILLING or study_session.is_open:
            raise RecommendingClosed(title=study_session.title)
        if asked.state is not PlaceState.WAITING:
            raise NotAReserve(name=asked.person.name)
        line = list(succession.reserves(session, study_session, asked.quota))
        now_at = line.index(asked)
        if now_at:
            line[now_at - 1], line[now_at] = line[now_at], line[now_at - 1]
            seats.put_in_order(line)
            subject = ("enrolment", asked.public_id)
            audit.record(session, actor=actor, action="enrolment.reordered", subject=subject, fields=("rank",), now=now)
