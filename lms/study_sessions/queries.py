"""Reading study sessions: the year, who has how many places, who is on the list, who could be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, undefer

from lms.core.database import db
from lms.core.permissions import Permission
from lms.people.models import ElectingBody
from lms.study_sessions.access import visible
from lms.study_sessions.history import EnrolmentChange, QuotaMove
from lms.study_sessions.listing import enrolments, official_order
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.seats.levels import concerns_congress
from lms.study_sessions.sharing.basis import bodies_in_order, in_office_by_body
from lms.study_sessions.sharing.models import ApportionmentRun
from lms.study_sessions.staff.queries import number_by_body
from lms.study_sessions.states import STANDING, PlaceState, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select

    from lms.core.permissions import Actor


@dataclass(frozen=True)
class SessionLine:
    """A study session with the places and seats that its reader is concerned with: all, or those of the own units."""

    study_session: StudySession
    places: int | None
    taken: int


@dataclass(frozen=True)
class UnitLine:
    """One electing body in one study session. Without a quota it takes no part."""

    body: ElectingBody
    in_office: int
    quota: Quota | None


@dataclass(frozen=True)
class Fill:
    """Who has how many places, in official order, and how many nobody was given."""

    units: Sequence[UnitLine]
    reserve: Quota | None
    places: int
    taken: int

    @property
    def pools(self) -> list[Quota]:
        """All pools: the units' in official order, the common pool last."""
        return [line.quota for line in self.units if line.quota] + ([self.reserve] if self.reserve else [])

    def name_of(self, quota: Quota) -> str:
        """The electing body of a pool; empty for the common pool."""
        return next((line.body.name for line in self.units if line.body.id == quota.electing_body_id), "")

    @property
    def shared(self) -> int | None:
        """The places shared out, the common pool included; None where units draw on the total."""
        return _sum([pool.places for pool in self.pools])

    @property
    def is_shared_out(self) -> bool:
        """Whether every place is some pool's, or the units draw on the total."""
        return bool(self.pools) and self.shared in (None, self.places)


@dataclass(frozen=True)
class Departure:
    """Someone who was on the list and left it: when, and why."""

    enrolment: Enrolment
    change: EnrolmentChange


def years(actor: Actor) -> Sequence[int]:
    """The years that have study sessions for the actor, the latest first."""
    return db.session.scalars(
        select(StudySession.year).where(visible(actor)).distinct().order_by(StudySession.year.desc())
    ).all()


def year_lines(actor: Actor, year: int) -> Sequence[SessionLine]:
    """The year's study sessions in order of date."""
    bodies = actor.bodies(Permission.VIEW_STUDY_SESSIONS)
    of_year = (
        select(StudySession)
        .where(visible(actor), StudySession.year == year)
        .order_by(StudySession.starts_on, StudySession.id)
    )
    if bodies is None:
        everything = db.session.scalars(of_year.options(undefer(StudySession.taken))).all()
        return [SessionLine(each, each.places, each.taken) for each in everything]
    rows = db.session.execute(
        of_year.add_columns(Quota)
        .join(Quota, Quota.study_session_id == StudySession.id)
        .where(Quota.electing_body_id.in_(bodies))
    )
    pools: dict[StudySession, list[Quota]] = {}
    for study_session, quota in rows:
        pools.setdefault(study_session, []).append(quota)
    return [
        SessionLine(each, _sum([quota.places for quota in quotas]), sum(quota.taken for quota in quotas))
        for each, quotas in pools.items()
    ]


def fill(study_session: StudySession, *, as_at: date, bodies: frozenset[int] | None = None) -> Fill:
    """The places of all electing bodies, or of some of them, with their deputies in office on a day, or the staff that they can send now."""
    session = db.session()
    quotas = {
        quota.electing_body_id: quota
        for quota in session.scalars(select(Quota).where(Quota.study_session_id == study_session.id))
    }
    if study_session.is_for_staff:
        people = number_by_body(session, study_session.term_id)
    else:
        people = in_office_by_body(session, study_session, as_at)
    units = [
        UnitLine(body, people.get(body.id, 0), quotas.get(body.id))
        for body in bodies_in_order(session, study_session)
        if bodies is None or body.id in bodies
    ]
    taken = sum(line.quota.taken for line in units if line.quota)
    return Fill(units, quotas.get(None) if bodies is None else None, study_session.places, taken)


def own_pools(study_session: StudySession, bodies: frozenset[int] | None) -> Sequence[tuple[ElectingBody, Quota]]:
    """Those of these electing bodies (None: of all) that take part, in official order, with their places."""
    pools = (
        select(ElectingBody, Quota)
        .join(Quota, Quota.electing_body_id == ElectingBody.id)
        .where(Quota.study_session_id == study_session.id)
        .order_by(ElectingBody.official_order)
    )
    if bodies is not None:
        pools = pools.where(ElectingBody.id.in_(bodies))
    return [(body, quota) for body, quota in db.session.execute(pools)]


def on_the_list(study_session: StudySession, *, bodies: frozenset[int] | None = None) -> Sequence[Enrolment]:
    """Everyone who holds a seat: units in official order, inside by manual number and stroke order."""
    return db.session.scalars(_in_list_order(study_session, bodies).where(Enrolment.holds_seat)).all()


def by_unit(listed: Sequence[Enrolment]) -> Sequence[tuple[ElectingBody, Sequence[Enrolment]]]:
    """The same people with the unit whose places they take, in the order of the list."""
    units = groupby(listed, key=lambda each: each.unit)
    return [(body, list(theirs)) for body, theirs in units]


def standing(study_session: StudySession, body_id: int) -> tuple[Sequence[Enrolment], Sequence[Enrolment]]:
    """Who of a unit holds a seat, in the order of lists, and who waits, in the unit's own order."""
    here = db.session.scalars(_in_list_order(study_session, frozenset({body_id})).where(Enrolment.stands)).all()
    waiting = [each for each in here if not each.holds_seat]
    waiting.sort(key=lambda each: (each.rank or 0, each.applied_at, each.id))
    return [each for each in here if each.holds_seat], waiting


def reserves(study_session: StudySession, *, bodies: frozenset[int] | None = None) -> Sequence[Enrolment]:
    """Everyone who waits: units in official order, inside in the unit's own order."""
    return db.session.scalars(
        _enrolments(study_session, bodies)
        .where(Enrolment.state == PlaceState.WAITING)
        .order_by(ElectingBody.official_order, Enrolment.rank, Enrolment.applied_at, Enrolment.id)
    ).all()


def answered_for(listed: Sequence[Enrolment]) -> frozenset[int]:
    """Those of them whose deputies' answers somebody gave in their stead (代办)."""
    answered = [each.id for each in listed if each.state is PlaceState.ACCEPTED]
    if not answered:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(EnrolmentChange.enrolment_id).where(
                EnrolmentChange.enrolment_id.in_(answered), EnrolmentChange.is_for_deputy
            )
        )
    )


def departures(study_session: StudySession, *, bodies: frozenset[int] | None = None) -> Sequence[Departure]:
    """Everyone who left the list, the latest first, with the last change of each."""
    last = (
        select(func.max(EnrolmentChange.id))
        .where(EnrolmentChange.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    rows = db.session.execute(
        _enrolments(study_session, bodies)
        .add_columns(EnrolmentChange)
        .join(EnrolmentChange, EnrolmentChange.id == last)
        .where(Enrolment.state.not_in(sorted(STANDING)))
        .order_by(EnrolmentChange.id.desc())
    )
    return [Departure(enrolment, change) for enrolment, change in rows]


def bodies(study_session: StudySession) -> Sequence[ElectingBody]:
    """The electing bodies of the study session's term, in official order."""
    return bodies_in_order(db.session(), study_session)


def latest_run(study_session: StudySession) -> ApportionmentRun | None:
    """The apportionment that holds now, before places were moved by hand."""
    return db.session.scalars(
        select(ApportionmentRun)
        .where(ApportionmentRun.study_session_id == study_session.id)
        .order_by(ApportionmentRun.id.desc())
        .limit(1)
    ).first()


def quota_moves(study_session: StudySession) -> Sequence[QuotaMove]:
    """The places moved by hand, the latest first."""
    return db.session.scalars(
        select(QuotaMove).where(QuotaMove.study_session_id == study_session.id).order_by(QuotaMove.id.desc())
    ).all()


def seats_of_person(person_id: int, *, congress_id: int) -> Sequence[Enrolment]:
    """A person's own seats and places in line that one congress is concerned with, the latest study session first, with those called off."""
    was_called_off = (Enrolment.state == PlaceState.RELEASED) & (StudySession.state == State.CALLED_OFF)
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.study_session)
        .options(contains_eager(Enrolment.study_session))
        .where(
            Enrolment.person_id == person_id,
            Enrolment.stands | was_called_off,
            concerns_congress(congress_id),
        )
        .order_by(StudySession.starts_on.desc(), StudySession.id)
    ).all()


def _in_list_order(study_session: StudySession, bodies: frozenset[int] | None) -> Select[Enrolment]:
    return _enrolments(study_session, bodies).order_by(*official_order())


def _enrolments(study_session: StudySession, bodies: frozenset[int] | None) -> Select[Enrolment]:
    statement = enrolments().where(Enrolment.study_session_id == study_session.id)
    return statement if bodies is None else statement.where(Enrolment.unit_id.in_(bodies))


def _sum(places: Sequence[int | None]) -> int | None:
    return None if None in places else sum(number for number in places if number is not None)
