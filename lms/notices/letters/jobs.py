"""Learning what became of letters' mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db, lock_row, transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.core.outbox import MessageState, OutboxMessage
from lms.notices.letters import delivery
from lms.notices.letters.models import Letter
from lms.notices.letters.states import LetterState

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobContext

OUTCOME = {
    MessageState.SENT: (LetterState.SENT, "mail.sent"),
    MessageState.BOUNCED: (LetterState.BOUNCED, "mail.bounced"),
    MessageState.EXPIRED: (LetterState.BOUNCED, "mail.failed"),
    MessageState.FAILED: (LetterState.BOUNCED, "mail.failed"),
}


def learn_outcomes(*, now: datetime) -> int:
    """Say of each letter whose mail has left, or cannot, what became of it; returns of how many. Safe to run twice."""
    ended = (
        select(Letter.id)
        .join(OutboxMessage, OutboxMessage.public_id == Letter.mail_id)
        .where(Letter.state == LetterState.TO_SEND, OutboxMessage.state.in_(sorted(OUTCOME)))
        .order_by(Letter.id)
    )
    letter_ids = db.session.scalars(ended).all()
    db.session.rollback()
    return sum(_learn(letter_id, now) for letter_id in letter_ids)


def _learn(letter_id: int, now: datetime) -> bool:
    with transaction() as session:
        letter = lock_row(session, Letter, letter_id)
        mail = session.scalar(select(OutboxMessage.state).where(OutboxMessage.public_id == letter.mail_id))
        if letter.state is not LetterState.TO_SEND or mail not in OUTCOME:
            return False
        to, note = OUTCOME[mail]
        delivery.move(session, letter, to, note=note, actor=None, now=now)
        return True


@job("letters.outcomes", title=N_("Learning what became of letters' mails"), crontab="*/5 * * * *")
def learn_every_five_minutes(context: JobContext) -> None:
    """Every five minutes."""
    learn_outcomes(now=context.now)
