"""What a study session wants from its organizers next: the decisions of today, in order of urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.core.database import db
from lms.core.permissions import Permission
from lms.study_sessions.access import visible
from lms.study_sessions.models import StudySession
from lms.study_sessions.seats.free_places import Free, free_places
from lms.study_sessions.states import OPEN, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lms.core.permissions import Actor


class Step(StrEnum):
    """What is to be done next."""

    CLOSE_OUT = "close_out"
    SIGN_IN = "sign_in"
    GIVE_PLACES = "give_places"
    REVIEW = "review"
    CONFIRM_LIST = "confirm_list"
    OPEN_RECOMMENDING = "open_recommending"
    SHARE_OUT = "share_out"
    REMIND_UNITS = "remind_units"


# So long before the cut-off day an organizer is told of the places that units have not used.
SHORTLY = timedelta(days=7)
NOTHING = Free()

# The steps of the days are the class head's too.
OF_THE_DAYS = frozenset({Step.CLOSE_OUT, Step.SIGN_IN})


@dataclass(frozen=True)
class Decision:
    """A step that a study session waits for, and the day by which it is due."""

    study_session: StudySession
    step: Step
    due_on: date
    free: Free = NOTHING

    def is_due(self, today: date) -> bool:
        """Whether its day has come."""
        return self.due_on <= today


@dataclass(frozen=True)
class Agenda:
    """This year's study sessions and those still open of others, what is free in these, and what waits for the actor."""

    sessions: Sequence[StudySession]
    free: Mapping[int, Free]
    decisions: Sequence[Decision]

    @property
    def with_places(self) -> Sequence[StudySession]:
        """Those in which units have places that nobody was put forward for."""
        return [each for each in self.sessions if self.free.get(each.id, NOTHING).units]


def agenda(actor: Actor, *, today: date) -> Agenda:
    """All that the home page says of study sessions, in two statements; decisions come the most urgent first."""
    found = db.session.scalars(
        select(StudySession)
        .options(undefer(StudySession.taken))
        .where(visible(actor), StudySession.state.in_(sorted(OPEN)) | (StudySession.year == today.year))
        .order_by(StudySession.starts_on, StudySession.id)
    ).all()
    still_open = [each for each in found if each.state in OPEN]
    free = free_places(db.session(), still_open, today=today)
    steps = [_step(each, free[each.id], today) for each in still_open]
    unused = [_unused(each, free[each.id], today) for each in still_open]
    waiting = [each for each in (*steps, *unused) if each]
    if not actor.can(Permission.MANAGE_STUDY_SESSIONS):
        waiting = [each for each in waiting if each.step in OF_THE_DAYS]
    return Agenda(found, free, sorted(waiting, key=lambda each: each.due_on))


def decisions(actor: Actor, *, today: date) -> Sequence[Decision]:
    """What waits for this actor, the most urgent first: the next step of each study session, and places that stay unused."""
    return agenda(actor, today=today).decisions


def _step(study_session: StudySession, free: Free, today: date) -> Decision | None:
    """A study session asks for one step at a time; places that somebody waits for come first, then recommendations."""
    if free.can_be_given:
        return Decision(study_session, Step.GIVE_PLACES, study_session.stops_on, free)
    if free.to_review and study_session.state is State.RECOMMENDING and not study_session.is_open:
        return Decision(study_session, Step.REVIEW, study_session.recommend_until or study_session.starts_on, free)
    return _next(study_session, today)


def _unused(study_session: StudySession, free: Free, today: date) -> Decision | None:
    """Units with free places shortly before these pass to the common pool."""
    cut_off_on = study_session.cut_off_on
    if cut_off_on is None or not free.units or cut_off_on - today > SHORTLY:
        return None
    return Decision(study_session, Step.REMIND_UNITS, cut_off_on, free)


def _next(study_session: StudySession, today: date) -> Decision | None:
    """The step after the present state; between the confirmed list and the first day nothing is asked."""
    first, last = study_session.starts_on, study_session.ends_on
    match study_session.state:
        case State.DRAFT:
            return Decision(study_session, Step.SHARE_OUT, study_session.recommend_until or first)
        case State.QUOTAS_OUT:
            return Decision(study_session, Step.OPEN_RECOMMENDING, study_session.recommend_until or first)
        case State.RECOMMENDING:
            return Decision(study_session, Step.CONFIRM_LIST, study_session.recommend_until or first)
        case State.LIST_CONFIRMED if today >= last:
            return Decision(study_session, Step.CLOSE_OUT, last)
        case State.LIST_CONFIRMED if today >= first:
            return Decision(study_session, Step.SIGN_IN, today)
        case _:
            return None
