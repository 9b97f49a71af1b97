"""Samples of official letters, call-ups and calendars: a draft that was checked, and what the demonstration called up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.letters.models import Letter, LetterDraft
from lms.notices.letters.states import DraftState, LetterState
from lms.study_sessions.call_up import operations
from lms.study_sessions.call_up.models import CallUp
from lms.study_sessions.call_up.states import Change
from lms.study_sessions.models import StudySession
from lms.study_sessions.states import State
from tests.architecture.samples.known import actor, in_state, npc


def lay() -> None:
    """A change that waits for its signature."""
    wish = operations.Wish(change=Change.MOVED, venue="上海", reason="会场维修")
    asked = StudySession.congress_id == npc(), StudySession.state == State.RECOMMENDING
    study_session = db.session.scalars(select(StudySession).where(*asked)).one()
    public_id = operations.begin(study_session.id, wish, actor=actor("organizer", Role.ORGANIZER), now=clock.now())
    call_up = db.session.scalars(select(CallUp).where(CallUp.public_id == public_id)).one()
    operations.check(call_up.id, actor=actor("business", Role.BUSINESS_ADMIN), now=clock.now())


def call_up(state: DraftState) -> Any:
    """The first call-up whose draft is in a state."""
    of_state = select(CallUp.public_id).join(CallUp.draft).where(LetterDraft.state == state)
    return db.session.scalars(of_state.order_by(CallUp.id)).first()


def _confirmed() -> Any:
    return db.session.scalars(
        select(StudySession.public_id).where(
            StudySession.congress_id == npc(), StudySession.state == State.LIST_CONFIRMED
        )
    ).one()


SAMPLES: dict[str, Any] = {
    "call_up.public_id": lambda: call_up(DraftState.CHECKED),
    "call_up.index": _confirmed,
    "call_up.ask": _confirmed,
    "call_up.begin": _confirmed,
    "answer_workbooks.public_id": _confirmed,
    "my_call_up.public_id": lambda: call_up(DraftState.SIGNED),
    "secret": lambda: "A" * 43,
    "letters.public_id": lambda: in_state(Letter, LetterState.BOUNCED),
}
