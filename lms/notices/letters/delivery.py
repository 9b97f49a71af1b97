"""What becomes of a signed letter: sent, come back, receipt come; its address mended, its sealed copy kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core import blobs
from lms.core.database import lock_row, transaction
from lms.core.i18n import N_
from lms.notices.letters import issuing
from lms.notices.letters.models import Letter, LetterDraft
from lms.notices.letters.refusals import LetterMoved, NotAScan, NowhereToSend
from lms.notices.letters.states import LETTER_MOVES, Delivery, LetterState
from lms.notices.operations import Link, tell
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

ADDRESS = "address"
CAME_BACK = N_("Letter %(reference)s to %(addressee)s came back. Please mend the address.")

# How the sealed copy begins, and what it is then.
SCANS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def note_state(letter_id: int, to: LetterState, note: str = "", *, actor: Actor, now: datetime) -> None:
    """Say what became of a letter.

    Raises:
        LetterMoved: the table has no such step from where it is.
        NowhereToSend: it has no address and is said to be sent.
    """
    with transaction() as session:
        letter = lock_row(session, Letter, letter_id)
        if to is LetterState.SENT and letter.is_without_address:
            raise NowhereToSend(reference=letter.reference)
        move(session, letter, to, note=note, actor=actor, now=now)


def note_posted(letter_ids: Sequence[int], *, actor: Actor, now: datetime) -> int:
    """Say that a batch was put into the post; returns how many were. Those that were sent before, or cannot be, stay."""
    with transaction() as session:
        letters = [lock_row(session, Letter, each) for each in sorted(letter_ids)]
        posted = [each for each in letters if is_to_post(each)]
        for letter in posted:
            move(session, letter, LetterState.SENT, actor=actor, now=now)
        return len(posted)


def is_to_post(letter: Letter) -> bool:
    """Whether it lies ready for the post."""
    return letter.delivery is Delivery.POST and letter.state is LetterState.TO_SEND and bool(letter.address)


def mend_address(letter_id: int, address: str, email: str, *, actor: Actor, now: datetime) -> None:
    """Say anew where a letter goes that was not sent or came back; with an e-mail address it leaves at once.

    The text stays as it was signed.

    Raises:
        LetterMoved: it is on its way or has arrived.
    """
    with transaction() as session:
        letter = lock_row(session, Letter, letter_id)
        if letter.state not in (LetterState.TO_SEND, LetterState.BOUNCED):
            raise LetterMoved(reference=letter.reference)
        letter.address, letter.email, letter.mail_id = address, email, None
        letter.delivery = Delivery.MAIL if email else Delivery.POST
        letter.state, letter.changed_at = LetterState.TO_SEND, now
        issuing.note(session, letter, note=ADDRESS, actor=actor, now=now)
        if email:
            issuing.queue_mail(session, letter, now=now)
        _record(session, letter, "address_mended", ("address", "email"), actor=actor, now=now)


def keep_sealed_copy(letter_id: int, data: bytes, *, actor: Actor, now: datetime) -> None:
    """Keep the scan of the letter under its seal; a later one takes its place.

    Raises:
        NotAScan: the file is none.
    """
    media_type = next((kind for head, kind in SCANS.items() if data.startswith(head)), None)
    if media_type is None:
        raise NotAScan
    with transaction() as session:
        letter = lock_row(session, Letter, letter_id)
        letter.sealed_sha256 = blobs.put(session, data, media_type, now=now).sha256
        _record(session, letter, "sealed_copy_kept", ("sealed_sha256",), actor=actor, now=now)


def move(
    session: Session, letter: Letter, to: LetterState, *, actor: Actor | None, now: datetime, note: str = ""
) -> None:
    """Take one step of the table of moves with a locked letter.

    Raises:
        LetterMoved: the table has no such step.
    """
    if to not in LETTER_MOVES[letter.state]:
        raise LetterMoved(reference=letter.reference)
    letter.state, letter.changed_at = to, now
    issuing.note(session, letter, note=note, actor=actor, now=now)
    if to is LetterState.BOUNCED:
        _tell_drafter(session, letter, now=now)
    _record(session, letter, to.value, ("state",), actor=actor, now=now)


def _tell_drafter(session: Session, letter: Letter, *, now: datetime) -> None:
    """A letter that came back is for whoever drafted it to mend: it stands in that person's inbox until it is read."""
    person_id = session.scalar(
        select(Account.person_id)
        .join(LetterDraft, LetterDraft.drafted_by == Account.id)
        .where(LetterDraft.id == letter.draft_id)
    )
    if person_id is None:
        return
    tell(
        session,
        person_id=person_id,
        congress_id=letter.congress_id,
        kind="letters.bounced",
        template=CAME_BACK,
        params={"reference": letter.reference, "addressee": letter.addressee},
        link=Link("letters.show", {"public_id": letter.public_id}),
        now=now,
    )


def _record(
    session: Session, letter: Letter, verb: str, fields: tuple[str, ...], *, actor: Actor | None, now: datetime
) -> None:
    subject = ("letter", letter.public_id)
    audit.record(
        session,
        actor=actor,
        action=f"letter.{verb}",
        subject=subject,
        fields=fields,
        now=now,
        congress_id=letter.congress_id,
    )
