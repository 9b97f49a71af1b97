"""Letters for an actor: those of the actor's congress; what is foreign is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.pages import Page, paginate
from lms.notices.letters.models import Letter, LetterEvent, Letterhead
from lms.notices.letters.states import Delivery, LetterState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from lms.core.permissions import Actor

# What waits for somebody comes first: what came back, then what is to be sent.
_URGENT = case({LetterState.BOUNCED: 0, LetterState.TO_SEND: 1}, value=Letter.state, else_=2)


def letter(actor: Actor, public_id: uuid.UUID) -> Letter:
    """A letter of the actor's congress.

    Raises:
        NotFound: there is none.
    """
    wanted = (
        select(Letter)
        .where(Letter.public_id == public_id, Letter.congress_id == actor.congress_id)
        .options(joinedload(Letter.draft), joinedload(Letter.supersedes))
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def letters(actor: Actor, *, state: LetterState | None, number: int) -> Page[Letter]:
    """A page of the congress's letters: what waits for somebody first, then the newest."""
    wanted = select(Letter).where(Letter.congress_id == actor.congress_id)
    if state is not None:
        wanted = wanted.where(Letter.state == state)
    return paginate(wanted.order_by(_URGENT, Letter.year.desc(), Letter.number.desc()), number=number)


def to_post(actor: Actor) -> Sequence[Letter]:
    """The letters that lie ready for the post, in the order of their numbers."""
    return db.session.scalars(
        select(Letter)
        .where(
            Letter.congress_id == actor.congress_id,
            Letter.state == LetterState.TO_SEND,
            Letter.delivery == Delivery.POST,
            Letter.address != "",
        )
        .order_by(Letter.year, Letter.number)
    ).all()


def bounced(actor: Actor) -> int:
    """How many letters of the congress came back and wait for another address."""
    came_back = (Letter.congress_id == actor.congress_id) & (Letter.state == LetterState.BOUNCED)
    return db.session.scalar(select(func.count(Letter.id)).where(came_back)) or 0


def history(letter: Letter) -> Sequence[LetterEvent]:
    """What became of a letter, the latest first."""
    events = select(LetterEvent).where(LetterEvent.letter_id == letter.id)
    return db.session.scalars(events.order_by(LetterEvent.id.desc())).all()


def superseded_by(letter: Letter) -> Letter | None:
    """The letter that took this one's place, if one did."""
    later = select(Letter).where(Letter.supersedes_id == letter.id)
    return db.session.scalars(later.order_by(Letter.id.desc())).first()


def letterhead(actor: Actor) -> Letterhead | None:
    """In whose name the congress's letters go out."""
    return db.session.get(Letterhead, actor.congress_id)
