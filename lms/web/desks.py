"""What the home page says to each role. A part is asked for only by those who see it, in few statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from lms.core.database import db
from lms.core.permissions import Permission
from lms.learning.queries import Stop, where_i_stopped
from lms.learning.required.queries import Mine, open_for
from lms.learning.tasks.queries import UnitTask, waiting
from lms.notices.models import Notice
from lms.people.models import Mandate
from lms.records import tallies
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.interests.models import Interest
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.queries import SessionLine, year_lines
from lms.study_sessions.seats.levels import concerns_congress, units_of_mandate
from lms.study_sessions.states import CALLED, OPEN, PlaceState, State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select

    from lms.core.permissions import Actor

NOTICES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Coming:
    """A study session in which the deputy has a confirmed place, and what the last call-up said of it."""

    public_id: uuid.UUID
    title: str
    arrival_on: date
    starts_on: date
    ends_on: date
    venue: str
    state: PlaceState
    bring: str | None
    answer_by: date | None

    def waits_for_answer(self, today: date) -> bool:
        """Whether the deputy has not said yet whether to come, and still can."""
        return self.state is PlaceState.CONFIRMED and today < self.starts_on


@dataclass(frozen=True)
class DeputyDesk:
    """What is asked of a deputy, where to go on, what comes next, and what is completed."""

    notices: Sequence[Notice]
    asked: Sequence[Mine]
    stop: Stop | None
    coming: Sequence[Coming]
    completed: Sequence[tallies.Tally]


@dataclass(frozen=True)
class UnitPlaces:
    """The places of one of the actor's own electing bodies, and how many of its deputies wait, would like to come, or have
    not answered yet.
    """

    study_session: StudySession
    quota: Quota
    reserves: int
    interested: int
    unanswered: int

    @property
    def is_open(self) -> bool:
        """Whether the unit can recommend now."""
        return self.study_session.state is State.RECOMMENDING


@dataclass(frozen=True)
class SessionsDesk:
    """The year's study sessions, and of the own units the places to be filled and the study tasks to be handed in."""

    year: Sequence[SessionLine]
    places: Sequence[UnitPlaces]
    tasks: Sequence[UnitTask]


# Built once: of all pages, the home page of deputies is opened most.
_UNREAD = (
    select(Notice)
    .where(
        Notice.person_id == bindparam("person"),
        Notice.congress_id == bindparam("congress"),
        Notice.read_at.is_(None),
    )
    .order_by(Notice.created_at.desc(), Notice.id.desc())
    .limit(NOTICES_SHOWN)
)
_LAST_TOLD = (
    select(func.max(CallUpNotice.id))
    .where(CallUpNotice.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_COMING = (
    select(
        StudySession.public_id,
        StudySession.title,
        StudySession.arrival_on,
        StudySession.starts_on,
        StudySession.ends_on,
        StudySession.venue,
        Enrolment.state,
        CallUp.bring,
        CallUp.answer_by,
    )
    .join(Enrolment, Enrolment.study_session_id == StudySession.id)
    .outerjoin(CallUpNotice, CallUpNotice.id == _LAST_TOLD)
    .outerjoin(CallUp, CallUp.id == CallUpNotice.call_up_id)
    .where(
        Enrolment.person_id == bindparam("person"),
        Enrolment.state.in_(sorted(CALLED)),
        concerns_congress(bindparam("congress")),
        StudySession.state.in_(sorted(OPEN)),
        StudySession.ends_on >= bindparam("today"),
    )
    .order_by(StudySession.starts_on, StudySession.id)
)


def deputy_desk(actor: Actor, *, today: date) -> DeputyDesk:
    """The desk of a deputy."""
    person_id = actor.person_id or 0
    return DeputyDesk(
        notices=_unread(actor, person_id),
        asked=open_for(actor, today=today),
        stop=where_i_stopped(actor) if actor.can(Permission.LEARN) else None,
        coming=_coming(actor, person_id, today),
        completed=tallies.by_kind(person_id, congress_id=actor.congress_id),
    )


def sessions_desk(actor: Actor, *, today: date) -> SessionsDesk:
    """The desk of whoever plans study sessions or recommends for them."""
    bodies = actor.bodies(Permission.RECOMMEND)
    places = _places_to_fill(actor, bodies, today) if bodies else ()
    return SessionsDesk(year_lines(actor, today.year), places, waiting(actor))


def _unread(actor: Actor, person_id: int) -> Sequence[Notice]:
    return db.session.scalars(_UNREAD, {"person": person_id, "congress": actor.congress_id}).all()


def _coming(actor: Actor, person_id: int, today: date) -> Sequence[Coming]:
    rows = db.rows(_COMING, {"person": person_id, "congress": actor.congress_id, "today": today})
    return [Coming(*row) for row in rows]


def _places_to_fill(actor: Actor, bodies: frozenset[int], today: date) -> Sequence[UnitPlaces]:
    """Where the unit recommends now, and where its deputies are still to answer."""
    interested = (
        select(func.count(Interest.id))
        .join(Mandate, Mandate.id == Interest.mandate_id)
        .where(Interest.study_session_id == StudySession.id, Quota.electing_body_id.in_(units_of_mandate()))
        .correlate(StudySession, Quota)
        .scalar_subquery()
    )
    unanswered = _of_unit(PlaceState.CONFIRMED).where(StudySession.starts_on > today).scalar_subquery()
    rows = db.session.execute(
        select(StudySession, Quota, _of_unit(PlaceState.WAITING).scalar_subquery(), interested, unanswered)
        .join(Quota, Quota.study_session_id == StudySession.id)
        .where(
            StudySession.congress_id == actor.congress_id,
            (StudySession.state == State.RECOMMENDING)
            | ((StudySession.state == State.LIST_CONFIRMED) & (unanswered > 0)),
            Quota.electing_body_id.in_(bodies),
        )
        .order_by(StudySession.recommend_until.is_(None), StudySession.recommend_until, StudySession.id)
    )
    return [UnitPlaces(*row) for row in rows]


def _of_unit(state: PlaceState) -> Select[int]:
    """How many of the unit's deputies have an enrolment in this state, whichever pool gave the place."""
    return (
        select(func.count(Enrolment.id))
        .where(
            Enrolment.study_session_id == StudySession.id,
            Enrolment.state == state,
            Enrolment.unit_id == Quota.electing_body_id,
        )
        .correlate(StudySession, Quota)
    )
