"""The free places of several study sessions at once, as pages show them: read without a lock, in one statement.

With them comes how many recommendations nobody has reviewed yet, for the same pages say both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.seats import pools
from lms.study_sessions.seats.succession import can_come
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Free:
    """What is free in one study session: by unit, in common, and how many of those who wait could be given a place in common.

    `to_review` are the recommendations that the organizer has not looked at.
    """

    units: int = 0
    unit_places: int = 0
    common: int = 0
    in_line: int = 0
    to_review: int = 0

    @property
    def can_be_given(self) -> bool:
        """Whether there is a proposal: a free place in common, and somebody in line who can come."""
        return self.common > 0 and self.in_line > 0


@dataclass(frozen=True)
class _Pool:
    electing_body_id: int | None
    seats_left: int | None
    in_line: int
    to_review: int


def free_places(session: Session, study_sessions: Sequence[StudySession], *, today: date) -> Mapping[int, Free]:
    """What is free in each, by its id; their counts of seats must be loaded.

    It agrees with `succession.proposal`, which names the people.
    """
    seated = func.count(case((Enrolment.holds_seat, Enrolment.id)))
    able = (Enrolment.state == PlaceState.WAITING) & can_come(StudySession)
    rows = session.execute(
        select(
            Quota.study_session_id,
            Quota.electing_body_id,
            Quota.places,
            seated.label("taken"),
            func.count(case((able, Enrolment.id))).label("in_line"),
            func.count(case((Enrolment.state == PlaceState.RECOMMENDED, Enrolment.id))).label("to_review"),
        )
        .join(StudySession, StudySession.id == Quota.study_session_id)
        .outerjoin(Enrolment, Enrolment.quota_id == Quota.id)
        .where(Quota.study_session_id.in_([each.id for each in study_sessions]))
        .group_by(Quota.id)
    )
    found: dict[int, list[_Pool]] = defaultdict(list)
    for row in rows:
        left = None if row.places is None else row.places - row.taken
        found[row.study_session_id].append(_Pool(row.electing_body_id, left, row.in_line, row.to_review))
    return {each.id: _free(each, found[each.id], today) for each in study_sessions}


def _free(study_session: StudySession, of_session: Sequence[_Pool], today: date) -> Free:
    to_review = sum(pool.to_review for pool in of_session)
    if not study_session.is_filled_on(today):
        return Free(to_review=to_review)
    common = next((pool for pool in of_session if pool.electing_body_id is None), None)
    own = [(pool, pool.seats_left) for pool in of_session if pool is not common]
    common_left = None if common is None else common.seats_left or 0
    units, free = pools.shares(own, common_left, max(0, study_session.seats_left))
    unit_places, is_cut_off = sum(places for _pool, places in units), study_session.is_cut_off_on(today)
    everyone = is_cut_off or common is not None
    return Free(
        units=0 if is_cut_off else len(units),
        unit_places=0 if is_cut_off else unit_places,
        common=free + (unit_places if is_cut_off else 0),
        in_line=sum(pool.in_line for pool in of_session if everyone or pool.seats_left is None),
        to_review=to_review,
    )
