"""The deputy's side of the diary: write, submit, withdraw. Whoever acts for a deputy (代办) may do it, and it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from lms.core.clock import local_date
from lms.core.database import transaction
from lms.records import evidence
from lms.records.attached import must_be_past
from lms.records.diary import access, steps
from lms.records.diary.models import EDITABLE, DiaryNote, NoteState
from lms.records.diary.refusals import NoMandateThen, NotThatStep
from lms.records.holders import held_on
from lms.records.kinds.entering import open_kind
from lms.records.models import Source

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.evidence import Evidence


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What the deputy wrote. Without a new file, a note keeps its own."""

    kind: str
    occurred_on: date
    title: str
    text: str
    proof: Evidence | None = None


def write(key: uuid.UUID, writing: Writing, *, submits: bool = False, actor: Actor, now: datetime) -> DiaryNote:
    """Keep a note as a draft, or submit it at once. The same key again writes the same note anew.

    Args:
        key: comes with the form and becomes the note's public id.
        writing: what was written.
        submits: whether the unit is asked to verify it right away.
        actor: the deputy, or who acts for the deputy.
        now: when.

    Raises:
        KindClosed, DayAhead, NoMandateThen: it cannot be kept so.
        NotThatStep: the note waits to be verified, or is done with.
    """
    try:
        with transaction() as session:
            note = _written(session, key, actor=actor, now=now)
            _take(session, note, writing, actor=actor, now=now)
            if submits:
                _submit(session, note, actor=actor, now=now)
            return note
    except IntegrityError as error:
        # Somebody else's key, or the same form twice at once.
        raise NotThatStep from error


def submit(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Ask the unit to verify a draft or a mended note; its liaisons are told.

    Raises:
        NotFound: it is not the actor's.
        NotThatStep: it is not with the deputy any more.
        KindClosed: the kind takes no notes any more.
    """
    with transaction() as session:
        note = access.locked(session, access.own_note(session, public_id, actor=actor))
        open_kind(session, note.kind.code, congress_id=note.congress_id, source=Source.DIARY)
        _submit(session, note, actor=actor, now=now)


def withdraw(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Take a note back before it is verified. What it said goes.

    Raises:
        NotFound: it is not the actor's.
        NotThatStep: it is verified.
    """
    with transaction() as session:
        note = access.locked(session, access.own_note(session, public_id, actor=actor))
        was_submitted = note.state is NoteState.SUBMITTED
        empty(note)
        steps.step(session, note, NoteState.WITHDRAWN, actor=actor, now=now)
        if was_submitted:
            steps.tell_staff(session, note, steps.WITHDRAWN, actor=actor, now=now)


def empty(note: DiaryNote) -> None:
    """Take the words and the file out of a note that is done with."""
    note.title = note.text = note.evidence_sha256 = note.evidence_name = note.reason = None


def _written(session: Session, key: uuid.UUID, *, actor: Actor, now: datetime) -> DiaryNote:
    """The note of a key, new or with the deputy still; a new one has no place in the session yet."""
    known = session.scalars(access.own_notes(actor).where(DiaryNote.public_id == key)).one_or_none()
    if known is None:
        return DiaryNote(public_id=key, congress_id=actor.congress_id, state=NoteState.DRAFT, written_at=now)
    note = access.locked(session, known)
    if note.state not in EDITABLE:
        raise NotThatStep
    return note


def _take(session: Session, note: DiaryNote, writing: Writing, *, actor: Actor, now: datetime) -> None:
    must_be_past(writing.occurred_on, today=local_date(now))
    is_new = note.id is None
    note.mandate_id = _mandate_on(session, writing.occurred_on, actor)
    note.kind_id = open_kind(session, writing.kind, congress_id=actor.congress_id, source=Source.DIARY).id
    note.occurred_on, note.title, note.text = writing.occurred_on, writing.title, writing.text or None
    if writing.proof is not None:
        kept = evidence.keep(session, writing.proof, now=now)
        note.evidence_sha256, note.evidence_name = kept["evidence_sha256"], kept["evidence_name"]
    if is_new:
        session.add(note)
        steps.remember(session, note, actor=actor, now=now)


def _mandate_on(session: Session, day: date, actor: Actor) -> int:
    held = held_on(session, day, [actor.person_id]) if actor.person_id else {}
    here = [each for holders in held.values() for each in holders if each.congress_id == actor.congress_id]
    if not here:
        raise NoMandateThen
    return here[-1].mandate_id


def _submit(session: Session, note: DiaryNote, *, actor: Actor, now: datetime) -> None:
    note.reason, note.submitted_at = None, now
    steps.step(session, note, NoteState.SUBMITTED, actor=actor, now=now)
    steps.tell_staff(session, note, steps.SUBMITTED, actor=actor, now=now)
