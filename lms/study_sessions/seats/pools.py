"""The pools of places of a study session: what is free in each, and places that pass from one to another.

A unit's free places are its own through the cut-off day and the common pool's afterwards. Where units draw on the total,
what is free is common from the first day. Everything here is read and written under the lock of the study session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.study_sessions.history import QuotaMove
from lms.study_sessions.models import Quota, StudySession

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

Pool = TypeVar("Pool")

CUT_OFF = "cut_off"
"""The reason of places that passed to the common pool because the cut-off day was over."""


@dataclass(frozen=True)
class Room:
    """What is free: by unit, and in the common pool.

    `common` is the row of the common pool; None where there is none, and units that draw on the total keep their own.
    """

    units: Sequence[tuple[Quota, int]]
    common: Quota | None
    common_free: int


def room(session: Session, study_session: StudySession) -> Room:
    """The free places of each pool, never more than the whole study session has left."""
    pools = of(session, study_session)
    left = max(0, session.scalars(select(StudySession.seats_left).where(StudySession.id == study_session.id)).one())
    common = next((pool for pool in pools if pool.electing_body_id is None), None)
    own = [(pool, pool.seats_left) for pool in pools if pool is not common]
    units, free = shares(own, None if common is None else common.seats_left or 0, left)
    return Room(units, common, free)


def shares(
    units: Sequence[tuple[Pool, int | None]], common: int | None, left: int
) -> tuple[list[tuple[Pool, int]], int]:
    """What is free in each unit's pool that has a free place, and in common.

    Args:
        units: the pools with the places that nobody holds in each; None draws on the total.
        common: the same of the common pool; None where there is none.
        left: what the whole study session has left; no pool has more.
    """
    free = [(pool, min(places, left)) for pool, places in units if places and places > 0]
    if common is not None:
        return free, max(0, min(common, left))
    draws_on_total = any(places is None for _pool, places in units)
    return free, max(0, left - sum(places for _pool, places in free)) if draws_on_total else 0


def of(session: Session, study_session: StudySession) -> Sequence[Quota]:
    """All pools, with their counts as they are now."""
    return session.scalars(
        select(Quota)
        .where(Quota.study_session_id == study_session.id)
        .order_by(Quota.id)
        .execution_options(populate_existing=True)
    ).all()


def close_units(session: Session, study_session: StudySession, *, now: datetime) -> None:
    """After the cut-off day, let the units' free places pass to the common pool. The study session must be locked."""
    if not study_session.is_cut_off_on(local_date(now)):
        return
    for pool, free in room(session, study_session).units:
        getting = common_pool(session, study_session)
        shift(session, study_session, giving=pool, getting=getting, places=free, reason=CUT_OFF, actor=None, now=now)


def common_pool(session: Session, study_session: StudySession) -> Quota:
    """The common pool; an empty one is made where places are about to pass to it."""
    found = next((pool for pool in of(session, study_session) if pool.electing_body_id is None), None)
    if found is None:
        found = Quota(study_session_id=study_session.id, electing_body_id=None, places=0)
        session.add(found)
        session.flush()
        session.refresh(found)
    return found


def add(session: Session, study_session: StudySession, places: int) -> None:
    """Let the common pool have so many places more; where all units draw on the total, they are common anyway.

    The study session must be locked.
    """
    if places and any(pool.places is not None for pool in of(session, study_session)):
        pool = common_pool(session, study_session)
        pool.places = (pool.places or 0) + places
        session.flush()


def shift(
    session: Session,
    study_session: StudySession,
    *,
    giving: Quota,
    getting: Quota,
    places: int,
    reason: str,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Move free places from one pool with a number to another, and say why. The study session must be locked."""
    giving.places = (giving.places or 0) - places
    getting.places = (getting.places or 0) + places
    move = QuotaMove(
        study_session_id=study_session.id,
        from_quota_id=giving.id,
        to_quota_id=getting.id,
        places=places,
        reason=reason,
        account_id=actor.account_id if actor else None,
        moved_at=now,
    )
    session.add(move)
    session.flush()
    subject = ("quota_move", move.public_id)
    congress_id = study_session.congress_id
    audit.record(
        session,
        actor=actor,
        action="quota.moved",
        subject=subject,
        fields=("places",),
        now=now,
        congress_id=congress_id,
    )
