"""Giving letters their numbers and sending them on their way, in the transaction of the signature.

Numbers are given under the lock of their series' row, so they have no gaps: a transaction that fails gives its own back,
and whoever waits behind it gets them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import local_date
from lms.core.outbox import send_mail
from lms.core.upsert import insert_into
from lms.notices.letters import words
from lms.notices.letters.models import Letter, LetterDraft, LetterEvent, Letterhead, LetterSeries
from lms.notices.letters.refusals import NoLetterhead
from lms.notices.letters.states import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import LetterForm

MAIL_PURPOSE = "letters.letter"
SIGNED = "signed"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A letter before it has a number. Without `email` it goes by post; without either it waits for an address.

    In title and paragraphs `{supersedes}` stands for the number of the letter that it takes the place of.
    """

    form: LetterForm
    addressee: str
    address: str
    email: str
    title: str
    paragraphs: Sequence[str]
    supersedes: Letter | None = None


def issue(
    session: Session, draft: LetterDraft, texts: Sequence[Text], *, actor: Actor, now: datetime
) -> Sequence[Letter]:
    """Number the letters of a draft that was just signed, in this order, and queue the mails.

    Raises:
        NoLetterhead: nobody has said in whose name letters go out.
    """
    head = session.get(Letterhead, draft.congress_id)
    if head is None:
        raise NoLetterhead
    if not texts:
        return []
    year = local_date(now).year
    first = _take_numbers(session, draft.congress_id, year, len(texts))
    letters = [
        _letter(draft, head, text, year=year, number=number, now=now) for number, text in enumerate(texts, start=first)
    ]
    session.add_all(letters)
    session.flush()
    for letter in letters:
        note(session, letter, note=SIGNED, actor=actor, now=now)
        if letter.delivery is Delivery.MAIL:
            queue_mail(session, letter, now=now)
    session.flush()
    return letters


def queue_mail(session: Session, letter: Letter, *, now: datetime) -> None:
    """Let the letter's mail leave once the caller's transaction has committed."""
    subject, text = words.mail(letter)
    message = send_mail(session, to=letter.email, subject=subject, text=text, purpose=MAIL_PURPOSE, now=now)
    letter.mail_id = message.public_id


def note(session: Session, letter: Letter, *, note: str, actor: Actor | None, now: datetime) -> None:
    """What became of a letter is history."""
    account_id = actor.account_id if actor else None
    session.add(LetterEvent(letter_id=letter.id, state=letter.state, note=note, account_id=account_id, happened_at=now))


def _take_numbers(session: Session, congress_id: int, year: int, count: int) -> int:
    """The first of so many numbers in a row. Locks the series until the transaction ends."""
    first_ever = insert_into(session, LetterSeries).values(congress_id=congress_id, year=year, last_number=0)
    session.execute(first_ever.on_conflict_do_nothing())
    series = session.scalars(
        select(LetterSeries)
        .where(LetterSeries.congress_id == congress_id, LetterSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    first = series.last_number + 1
    series.last_number += count
    session.flush()
    return first


def _letter(draft: LetterDraft, head: Letterhead, text: Text, *, year: int, number: int, now: datetime) -> Letter:
    former = text.supersedes.reference if text.supersedes else ""
    return Letter(
        congress_id=draft.congress_id,
        draft_id=draft.id,
        year=year,
        number=number,
        reference=words.reference(head.mark, year, number),
        form=text.form,
        issuer=head.issuer,
        contact=head.contact,
        addressee=text.addressee,
        address=text.address,
        email=text.email,
        title=text.title,
        paragraphs=[each.replace("{supersedes}", former) for each in text.paragraphs],
        delivery=Delivery.MAIL if text.email else Delivery.POST,
        signed_at=now,
        changed_at=now,
        supersedes_id=text.supersedes.id if text.supersedes else None,
    )
