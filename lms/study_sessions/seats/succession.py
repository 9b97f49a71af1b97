"""Who comes next: the turns of those who wait, in each pool that has a free place.

Inside a unit by the unit's own order; in the common pool by (priority class, applied_at, id); in an open study session by
(applied_at, id). Who is out of office or has a seat elsewhere on these days is passed over, and stays in line; so is who
is not from the grassroots, where a unit's free places are held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.core.clock import local_date
from lms.people.models import Mandate, MandateStatus
from lms.study_sessions.models import Enrolment, Quota, SeatDay, StudySession
from lms.study_sessions.seats import pools
from lms.study_sessions.sharing.grassroots import open_to_others
from lms.study_sessions.staff.models import StaffMember, StaffState
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

# Who is next can find a seat elsewhere before the locks are ours; so many more are looked at, and locked.
SPARE = 5


@dataclass(frozen=True)
class Turn:
    """Free places of one pool, and the next in line for them: a few more than there are places.

    `pool` is where the places are counted; None where everyone stays in the own unit's, which draws on the total.
    `for_others` is how many of the places are not held for the grassroots; None: all of them.
    """

    pool: Quota | None
    places: int
    waiting: Sequence[Enrolment]
    for_others: int | None = None

    def first(self, able: Collection[int]) -> list[Enrolment]:
        """Who gets the places, of those who still wait and are able, in order. Their mandates must be locked."""
        chosen: list[Enrolment] = []
        left = self.places if self.for_others is None else self.for_others
        for each in self.waiting:
            if len(chosen) == self.places:
                break
            if each.id not in able or each.state is not PlaceState.WAITING:
                continue
            if self.for_others is None or (each.mandate is not None and each.mandate.is_grassroots):
                chosen.append(each)
            elif left:
                chosen.append(each)
                left -= 1
        return chosen


@dataclass(frozen=True)
class Proposal:
    """What the common pool could give, and to whom, in order."""

    places: int
    next: Sequence[Enrolment]


def turns(session: Session, study_session: StudySession, *, now: datetime) -> list[Turn]:
    """The turns that need nobody's decision. The study session must be locked, its units closed if it is time."""
    room = pools.room(session, study_session)
    queues = _queues(session, study_session)
    found = []
    if not study_session.is_cut_off_on(local_date(now)):
        found = [
            _unit_turn(session, study_session, pool, free, today=local_date(now))
            for pool, free in room.units
            if pool.id in queues
        ]
    if queues and room.common_free and (study_session.is_open or study_session.fills_by_itself):
        found.append(common_turn(session, study_session, room))
    return [turn for turn in found if turn.waiting]


def _unit_turn(session: Session, study_session: StudySession, pool: Quota, free: int, *, today: date) -> Turn:
    """A unit's turn; where places are held, its whole line is looked at, for the next who may come can be far back."""
    line = _in_unit(study_session, pool)
    for_others = open_to_others(session, study_session, pool, today=today)
    waiting = _next(session, study_session, line, free if for_others is None else None)
    return Turn(pool, free, waiting, for_others)


def common_turn(session: Session, study_session: StudySession, room: pools.Room) -> Turn:
    """The common pool's turn."""
    line = _line(study_session, everyone=room.common is not None)
    return Turn(room.common, room.common_free, _next(session, study_session, line, room.common_free))


def proposal(session: Session, study_session: StudySession, *, now: datetime) -> Proposal:
    """Who would come next by the order of the common pool; nobody where places are not filled (any more).

    Read without the lock it is what the organizer looks at; the approval computes it again.
    """
    if not study_session.is_filled_on(local_date(now)):
        return Proposal(0, ())
    room = pools.room(session, study_session)
    free, is_cut_off = room.common_free, study_session.is_cut_off_on(local_date(now))
    if is_cut_off:
        free += sum(places for _pool, places in room.units)
    line = _line(study_session, everyone=is_cut_off or room.common is not None)
    return Proposal(free, _next(session, study_session, line, free, spare=0) if free else ())


def in_order(study_session: StudySession) -> Select[Enrolment]:
    """Everyone who waits, in the order of the common pool."""
    waiting = _waiting(study_session)
    if study_session.is_open:
        return waiting.order_by(Enrolment.applied_at, Enrolment.id)
    return waiting.order_by(Enrolment.priority, Enrolment.applied_at, Enrolment.id)


def able(session: Session, study_session: StudySession, enrolment_ids: Collection[int]) -> Collection[int]:
    """Those of them who still wait and could come: asked again once people and mandates are locked."""
    asked = _waiting(study_session).where(Enrolment.id.in_(enrolment_ids), can_come(study_session))
    return frozenset(session.scalars(asked.with_only_columns(Enrolment.id)))


def position(session: Session, enrolment: Enrolment) -> int:
    """The place in line of someone who waits, from 1: in the open queue, else among the unit's reserves."""
    study_session = enrolment.study_session
    if study_session.is_open:
        ahead = (Enrolment.applied_at < enrolment.applied_at) | (
            (Enrolment.applied_at == enrolment.applied_at) & (Enrolment.id < enrolment.id)
        )
        before = _waiting(study_session).where(ahead).with_only_columns(func.count(Enrolment.id))
        return 1 + (session.scalar(before) or 0)
    reserves = session.scalars(_in_unit(study_session, enrolment.quota).with_only_columns(Enrolment.id))
    return 1 + list(reserves).index(enrolment.id)


def reserves(session: Session, study_session: StudySession, quota: Quota) -> Sequence[Enrolment]:
    """A unit's reserves in the unit's order."""
    return session.scalars(_in_unit(study_session, quota)).all()


def _waiting(study_session: StudySession) -> Select[Enrolment]:
    return select(Enrolment).where(
        Enrolment.study_session_id == study_session.id, Enrolment.state == PlaceState.WAITING
    )


def _in_unit(study_session: StudySession, quota: Quota) -> Select[Enrolment]:
    mine = _waiting(study_session).where(Enrolment.quota_id == quota.id)
    return mine.order_by(Enrolment.rank, Enrolment.applied_at, Enrolment.id)


def _line(study_session: StudySession, *, everyone: bool) -> Select[Enrolment]:
    """Everyone who waits; where there is no common pool, those whose units draw on the total."""
    line = in_order(study_session)
    return line if everyone else line.where(Enrolment.quota.has(Quota.places.is_(None)))


def _queues(session: Session, study_session: StudySession) -> Collection[int]:
    """The pools that somebody waits in."""
    return frozenset(session.scalars(_waiting(study_session).with_only_columns(Enrolment.quota_id).distinct()))


def _next(
    session: Session, study_session: StudySession, line: Select[Enrolment], places: int | None, *, spare: int = SPARE
) -> Sequence[Enrolment]:
    """The next in line, a few more than places; all of them where no number is given."""
    able = line.where(can_come(study_session)).limit(None if places is None else places + spare)
    return session.scalars(able.execution_options(populate_existing=True)).all()


def can_come(study_session: StudySession | type[StudySession]) -> ColumnElement[bool]:
    """Whether who waits is in office, or on the staff of the unit, and without a seat elsewhere from arrival to the last day.

    Given the class, the statement around it joins the study session.
    """
    elsewhere = select(SeatDay.enrolment_id).where(
        SeatDay.person_id == Enrolment.person_id,
        SeatDay.day.between(study_session.arrival_on, study_session.ends_on),
    )
    is_in_office = Enrolment.mandate.has(Mandate.status == MandateStatus.IN_OFFICE)
    is_on_the_staff = Enrolment.staff_member.has(StaffMember.state == StaffState.ACTIVE)
    return (is_in_office | is_on_the_staff) & ~elsewhere.exists()
