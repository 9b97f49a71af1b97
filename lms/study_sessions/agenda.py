"""What a study session wants from its organizers next: the decisions of today, in order of urgency."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Permission
from lms.study_sessions.access import visible
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.states import OPEN, PlaceState, State
from lms.study_sessions.succession import proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.core.permissions import Actor


class Step(StrEnum):
    """What is to be done next."""

    CLOSE_OUT = "close_out"
    SIGN_IN = "sign_in"
    GIVE_PLACES = "give_places"
    CONFIRM_LIST = "confirm_list"
    OPEN_RECOMMENDING = "open_recommending"
    SHARE_OUT = "share_out"


# The steps of the days are the class head's too.
OF_THE_DAYS = frozenset({Step.CLOSE_OUT, Step.SIGN_IN})


@dataclass(frozen=True)
class Decision:
    """A step that a study session waits for, and the day by which it is due."""

    study_session: StudySession
    step: Step
    due_on: date

    def is_due(self, today: date) -> bool:
        """Whether its day has come."""
        return self.due_on <= today


def decisions(actor: Actor, *, today: date) -> Sequence[Decision]:
    """What waits for this actor, the most urgent first; a study session asks for one step at a time."""
    open_sessions = db.session.scalars(
        select(StudySession)
        .options(undefer(StudySession.taken))
        .where(visible(actor), StudySession.state.in_(sorted(OPEN)))
        .order_by(StudySession.starts_on, StudySession.id)
    ).all()
    proposed = _with_proposals(open_sessions, today)
    asked = [
        decision
        for each in open_sessions
        if (decision := Decision(each, Step.GIVE_PLACES, each.stops_on) if each in proposed else _next(each, today))
    ]
    if not actor.can(Permission.MANAGE_STUDY_SESSIONS):
        asked = [each for each in asked if each.step in OF_THE_DAYS]
    return sorted(asked, key=lambda each: each.due_on)


def _with_proposals(open_sessions: Sequence[StudySession], today: date) -> Sequence[StudySession]:
    """Those whose common pool has a free place and somebody in line for it; nobody waits in most of them."""
    waiting = select(Enrolment.study_session_id).where(
        Enrolment.study_session_id.in_([each.id for each in open_sessions]), Enrolment.state == PlaceState.WAITING
    )
    ids = set(db.session.scalars(waiting.distinct()))
    now = start_of(today)
    return [each for each in open_sessions if each.id in ids and proposal(db.session(), each, now=now).next]


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
