"""The one way from waiting to a seat. Whatever frees a place or lets somebody wait ends here, under the lock.

Part of the boundary of seats. People are locked all at once, those who leave with those who may come, and their mandates
after them; so the order of locks holds whatever is freed and filled (docs/concurrency.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from lms.core import events
from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.notices.operations import Link, tell
from lms.people.models import Mandate, MandateStatus
from lms.study_sessions.models import Enrolment
from lms.study_sessions.refusals import NotInOffice, ProposalChanged
from lms.study_sessions.seats import pools, seat_days, succession
from lms.study_sessions.seats.changes import change
from lms.study_sessions.staff.models import StaffMember, StaffState
from lms.study_sessions.staff.refusals import NotOnTheStaff
from lms.study_sessions.states import PlaceState, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Quota, StudySession
    from lms.study_sessions.seats.succession import Turn

PLACE_FREED = "study_session.place_freed"
"""The news that somebody who waits may have a place, and that it was not given yet."""

PROMOTED, APPROVED = "promoted", "promoted.approved"
MOVED_UP = N_("A place in “%(title)s” has become free and is now yours. Please say whether you are coming.")

_MANDATES = (
    select(Mandate.id)
    .where(Mandate.id.in_(bindparam("mandates", expanding=True)))
    .order_by(Mandate.id)
    .with_for_update()
)

_STAFF = (
    select(StaffMember.id)
    .where(StaffMember.id.in_(bindparam("staff", expanding=True)))
    .order_by(StaffMember.id)
    .with_for_update()
)


def fill(
    session: Session,
    study_session: StudySession,
    *,
    now: datetime,
    leaving: Sequence[Enrolment] = (),
    coming: Sequence[Enrolment] = (),
) -> None:
    """Give what is free to who waits in the pool that owns it. The study session must be locked.

    After the cut-off day the units' free places pass to the common pool first; after the stop day nothing is filled.

    Args:
        leaving: whose seats were just given up; their days are freed here.
        coming: who has just begun to wait; refused again where they could not come at all.

    Raises:
        NotInOffice, NotOnTheStaff, SeatClash: one of `coming` is out of office or off the staff, or has a seat elsewhere on one of the days.
    """
    turns: list[Turn] = []
    if study_session.is_filled_on(local_date(now)):
        pools.close_units(session, study_session, now=now)
        turns = succession.turns(session, study_session, now=now)
    waiting = [each for turn in turns for each in turn.waiting]
    _lock(session, leaving, [*waiting, *coming])
    if leaving:
        seat_days.vacate(session, leaving)
        tell_of_freed_days(session, leaving, now=now)
    for each in coming:
        _must_be_able(session, study_session, each)
    able = succession.able(session, study_session, {each.id for each in waiting})
    for turn in turns:
        for each in turn.first(able):
            _seat(session, study_session, each, turn.pool, actor=None, now=now, reason=PROMOTED)


def tell_of_freed_days(session: Session, leaving: Sequence[Enrolment], *, now: datetime) -> None:
    """Whose days are free again can be next in another study session, which is locked in a transaction of its own."""
    waiting_elsewhere = select(Enrolment.study_session_id).where(
        Enrolment.person_id.in_([each.person_id for each in leaving]), Enrolment.state == PlaceState.WAITING
    )
    for study_session_id in session.scalars(waiting_elsewhere.distinct().order_by(Enrolment.study_session_id)):
        events.publish(session, PLACE_FREED, {"study_session_id": study_session_id}, now=now)


def approve(
    session: Session, study_session: StudySession, enrolment_ids: Sequence[int], *, actor: Actor, now: datetime
) -> None:
    """Seat the first of the computed proposal, as the organizer saw them. The study session must be locked.

    Raises:
        ProposalChanged: these are not, or no longer, the first in line for free places.
    """
    if study_session.is_filled_on(local_date(now)):
        pools.close_units(session, study_session, now=now)
    turn = succession.common_turn(session, study_session, pools.room(session, study_session))
    _lock(session, (), turn.waiting)
    able = succession.able(session, study_session, {each.id for each in turn.waiting})
    first = turn.first(able)[: len(enrolment_ids)]
    is_filled = study_session.is_filled_on(local_date(now))
    if not is_filled or not first or [each.id for each in first] != list(enrolment_ids):
        raise ProposalChanged
    for each in first:
        _seat(session, study_session, each, turn.pool, actor=actor, now=now, reason=APPROVED)


def _lock(session: Session, leaving: Iterable[Enrolment], coming: Sequence[Enrolment]) -> None:
    people = {each.person_id for each in (*leaving, *coming)}
    if people:
        seat_days.lock_people(session, people)
    mandates = {each.mandate_id for each in coming if each.mandate_id is not None}
    if mandates:
        session.execute(_MANDATES, {"mandates": sorted(mandates)})
    staff = {each.staff_member_id for each in coming if each.staff_member_id is not None}
    if staff:
        session.execute(_STAFF, {"staff": sorted(staff)})


def _must_be_able(session: Session, study_session: StudySession, coming: Enrolment) -> None:
    if coming.staff_member_id is not None:
        member = session.get_one(StaffMember, coming.staff_member_id, populate_existing=True)
        if member.state is not StaffState.ACTIVE:
            raise NotOnTheStaff(name=coming.person.name)
    else:
        mandate = session.get_one(Mandate, coming.mandate_id, populate_existing=True)
        if mandate.status is not MandateStatus.IN_OFFICE:
            raise NotInOffice(name=coming.person.name)
    seat_days.must_be_free(session, study_session, coming)


def _seat(
    session: Session,
    study_session: StudySession,
    coming: Enrolment,
    pool: Quota | None,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str,
) -> None:
    """On a confirmed list the place is confirmed at once, and the deputy is told."""
    is_confirmed = study_session.state is State.LIST_CONFIRMED
    if pool is not None:
        coming.quota_id = pool.id
    to = PlaceState.CONFIRMED if is_confirmed else PlaceState.RECOMMENDED
    change(session, [coming], to, actor=actor, now=now, reason=reason)
    seat_days.occupy(session, study_session, [coming])
    if is_confirmed and coming.mandate_id is not None:
        tell(
            session,
            person_id=coming.person_id,
            congress_id=coming.home_id,
            kind="study_sessions.moved_up",
            template=MOVED_UP,
            params={"title": study_session.title},
            link=Link("study_sessions.my_session", {"public_id": str(study_session.public_id)}),
            now=now,
        )
