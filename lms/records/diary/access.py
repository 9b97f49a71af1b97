"""Whose notes an actor sees: a deputy the own ones, the unit those that were submitted to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.database import lock_row
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import Mandate
from lms.records.diary.models import DiaryNote, NoteState

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

# A draft is the deputy's alone; what was withdrawn is nobody's any more.
SHOWN_TO_STAFF = (NoteState.SUBMITTED, NoteState.RETURNED, NoteState.VERIFIED)


def own_notes(actor: Actor) -> Select[DiaryNote]:
    """The notes of the deputy who acts, or is acted for, in this congress: the latest day first."""
    return _notes(actor).where(Mandate.person_id == actor.person_id, DiaryNote.state != NoteState.WITHDRAWN)


def own_note(session: Session, public_id: uuid.UUID, *, actor: Actor) -> DiaryNote:
    """One of them; raises NotFound."""
    return _one(session, own_notes(actor), public_id)


def submitted_notes(actor: Actor) -> Select[DiaryNote]:
    """The notes that the actor may verify, has verified or has sent back."""
    return _notes(actor).where(*is_shown_to(actor))


def is_shown_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions on notes joined with their mandates: those of the own units, or all for who keeps the records."""
    shown: list[ColumnElement[bool]] = [
        DiaryNote.congress_id == actor.congress_id,
        DiaryNote.state.in_(SHOWN_TO_STAFF),
    ]
    if actor.bodies(Permission.KEEP_RECORDS) is not None:
        shown.append(Mandate.electing_body_id.in_(actor.bodies(Permission.RECORD_FOR_UNIT) or ()))
    return shown


def submitted_note(session: Session, public_id: uuid.UUID, *, actor: Actor) -> DiaryNote:
    """One of them; raises NotFound."""
    return _one(session, submitted_notes(actor), public_id)


def locked(session: Session, note: DiaryNote) -> DiaryNote:
    """A note that was found, locked for a step."""
    return lock_row(session, DiaryNote, note.id)


def _notes(actor: Actor) -> Select[DiaryNote]:
    return (
        select(DiaryNote)
        .join(DiaryNote.mandate)
        .options(
            contains_eager(DiaryNote.mandate).options(joinedload(Mandate.person), joinedload(Mandate.electing_body)),
            joinedload(DiaryNote.kind),
        )
        .where(DiaryNote.congress_id == actor.congress_id)
        .order_by(DiaryNote.occurred_on.desc(), DiaryNote.id.desc())
    )


def _one(session: Session, notes: Select[DiaryNote], public_id: uuid.UUID) -> DiaryNote:
    found = session.scalars(notes.where(DiaryNote.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found
