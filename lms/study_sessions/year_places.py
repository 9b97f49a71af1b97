"""A year's places, unit by study session: how many are taken, how many there are, and how many deputies wait."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from lms.core.database import db
from lms.core.permissions import Permission
from lms.people.models import ElectingBody
from lms.study_sessions.access import visible
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.states import PlaceState, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Cell:
    """A pool of places; without a limit of its own (`places` is None) it draws on the study session's total."""

    places: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """The places that nobody holds; where there is no limit, none are the unit's own."""
        return 0 if self.places is None else max(0, self.places - self.taken)


@dataclass(frozen=True)
class UnitYear:
    """One electing body, and its places by the id of the study session; it takes no part in those left out."""

    body: ElectingBody
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class YearPlaces:
    """The table of a year: study sessions in order of date, units in official order, the common pools, and the totals.

    To who sees the own units alone, the totals are theirs and there is no common pool.
    """

    sessions: Sequence[StudySession]
    units: Sequence[UnitYear]
    common: Mapping[int, Cell]
    totals: Mapping[int, Cell]

    @property
    def has_common(self) -> bool:
        """Whether a common pool has or had places."""
        return any(cell.places or cell.taken for cell in self.common.values())


def year_places(actor: Actor, year: int) -> YearPlaces:
    """The table of a year for whoever sees all units, or the own ones. What was called off has no places any more."""
    bodies = actor.bodies(Permission.VIEW_STUDY_SESSIONS)
    sessions = db.session.scalars(
        select(StudySession)
        .where(visible(actor), StudySession.year == year, StudySession.state != State.CALLED_OFF)
        .order_by(StudySession.starts_on, StudySession.id)
    ).all()
    pools = _pools([each.id for each in sessions], bodies)
    units = [UnitYear(body, pools.get(body.id, {})) for body in _bodies({each.term_id for each in sessions}, bodies)]
    common = pools.get(None, {})
    totals = {each.id: _total(each, pools, is_whole=bodies is None) for each in sessions}
    return YearPlaces(sessions, units, common, totals)


def _pools(study_session_ids: Sequence[int], bodies: frozenset[int] | None) -> Mapping[int | None, Mapping[int, Cell]]:
    """By electing body, None for the common pool, and by study session."""
    seated, waiting = (
        func.count(case((condition, Enrolment.id)))
        for condition in (Enrolment.holds_seat, Enrolment.state == PlaceState.WAITING)
    )
    statement = (
        select(Quota.electing_body_id, Quota.study_session_id, Quota.places, seated, waiting)
        .outerjoin(Enrolment, Enrolment.quota_id == Quota.id)
        .where(Quota.study_session_id.in_(study_session_ids))
        .group_by(Quota.id)
    )
    if bodies is not None:
        statement = statement.where(Quota.electing_body_id.in_(bodies))
    found: dict[int | None, dict[int, Cell]] = defaultdict(dict)
    for body_id, study_session_id, places, taken, in_line in db.session.execute(statement):
        found[body_id][study_session_id] = Cell(places, taken, in_line)
    return found


def _bodies(term_ids: Iterable[int], bodies: frozenset[int] | None) -> Sequence[ElectingBody]:
    statement = select(ElectingBody).where(ElectingBody.term_id.in_(term_ids))
    if bodies is not None:
        statement = statement.where(ElectingBody.id.in_(bodies))
    return db.session.scalars(statement.order_by(ElectingBody.official_order, ElectingBody.id)).all()


def _total(study_session: StudySession, pools: Mapping[int | None, Mapping[int, Cell]], *, is_whole: bool) -> Cell:
    """All pools of a study session together; of the whole there are as many places as it has."""
    cells = [of_unit[study_session.id] for of_unit in pools.values() if study_session.id in of_unit]
    limits = [cell.places for cell in cells]
    own = None if None in limits else sum(places or 0 for places in limits)
    return Cell(
        study_session.places if is_whole else own,
        sum(cell.taken for cell in cells),
        sum(cell.waiting for cell in cells),
    )
