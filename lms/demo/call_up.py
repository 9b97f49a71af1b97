"""The demonstration's call-up: the confirmed list is called up, two letters have been answered and one came back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.demo.words import words
from lms.notices.letters import delivery, drafting
from lms.notices.letters.models import Letter
from lms.notices.letters.states import Delivery, LetterState
from lms.people.accounts.models import Account
from lms.study_sessions.call_up import operations, plan
from lms.study_sessions.call_up.models import CallUp
from lms.study_sessions.models import StudySession
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from datetime import date, datetime

    from lms.people.models import Congress

CALLED_UP_BEFORE, ANSWERED_BEFORE = 6, 2
ANSWERED, CAME_BACK = 2, 1


def lay_call_ups(npc: Congress, *, today: date) -> None:
    """Lay letterhead, call-up and what became of the first letters."""
    said = words("call_up")
    then = start_of(today - timedelta(days=CALLED_UP_BEFORE)) + timedelta(hours=9)
    organizer, office = _actor(npc, "organizer", Role.ORGANIZER), _actor(npc, "business", Role.BUSINESS_ADMIN)
    drafting.set_letterhead(drafting.Head(**said["letterhead"]), actor=organizer, now=then)
    study_session = db.session.scalars(
        select(StudySession).where(StudySession.congress_id == npc.id, StudySession.state == State.LIST_CONFIRMED)
    ).one()
    wish = operations.Wish(bring=said["bring"], answer_by=study_session.stops_on)
    public_id = operations.begin(study_session.id, wish, actor=organizer, now=then)
    call_up = db.session.scalars(select(CallUp).where(CallUp.public_id == public_id)).one()
    operations.check(call_up.id, actor=office, now=then)
    seen = plan.make(db.session(), call_up.study_session, call_up).fingerprint
    operations.sign(call_up.id, seen, actor=office, now=then)
    _answer(npc, organizer, said, now=start_of(today - timedelta(days=ANSWERED_BEFORE)) + timedelta(hours=10))


def _answer(npc: Congress, organizer: Actor, said: dict[str, str], *, now: datetime) -> None:
    """The first letters for the post were posted; most were answered, one came back."""
    by_post = select(Letter.id).where(Letter.congress_id == npc.id, Letter.delivery == Delivery.POST)
    letters = db.session.scalars(by_post.order_by(Letter.number).limit(ANSWERED + CAME_BACK)).all()
    for number, letter_id in enumerate(letters):
        delivery.mend_address(letter_id, said["address"], "", actor=organizer, now=now)
        delivery.note_state(letter_id, LetterState.SENT, actor=organizer, now=now)
        came_back = number >= ANSWERED
        to, note = (LetterState.BOUNCED, said["came_back"]) if came_back else (LetterState.RECEIVED, "")
        delivery.note_state(letter_id, to, note, actor=organizer, now=now)


def _actor(npc: Congress, username: str, role: Role) -> Actor:
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    return Actor.of(account.id, account.person_id, npc.id, (Grant(role),))
