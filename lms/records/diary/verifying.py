"""The unit's side of the diary: verify a note, which enters it, or return it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from lms.core.database import transaction
from lms.records.attached import NotInOffice, attach, in_office_on, payload
from lms.records.diary import access, steps
from lms.records.diary.models import DiaryStep, NoteState
from lms.records.diary.operations import empty
from lms.records.diary.refusals import NotThatStep, VerifiedByAnother
from lms.records.kinds.entering import open_kind
from lms.records.models import Source
from lms.records.posting import Fact, post_for_mandate

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.diary.models import DiaryNote


def verify(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> int:
    """Verify a note and enter it, in one transaction; the deputy is told. Returns the entry's id.

    Raises:
        NotFound: it was not submitted to the actor.
        VerifiedByAnother: it is the actor's own, or was written or submitted by the actor for the deputy.
        NotThatStep: it does not wait to be verified.
        KindClosed, NotInOffice: it cannot be entered any more.
    """
    with transaction() as session:
        note = _waiting(session, public_id, actor=actor)
        if not in_office_on(session, note.occurred_on, [note.mandate_id], congress_id=note.congress_id):
            raise NotInOffice(names=note.mandate.person.name)
        entry_id = post_for_mandate(session, mandate_id=note.mandate_id, fact=_fact(session, note), now=now)
        if entry_id is None:
            raise NotThatStep
        attach(session, [entry_id], note.evidence_sha256, note.evidence_name)
        empty(note)
        note.entry_id = entry_id
        steps.step(session, note, NoteState.VERIFIED, actor=actor, now=now)
        steps.tell_deputy(session, note, steps.VERIFIED, now=now)
        return entry_id


def send_back(public_id: uuid.UUID, reason: str, *, actor: Actor, now: datetime) -> None:
    """Return a note with a reason; the deputy is told, and can mend and submit it again. Raises as `verify` does."""
    with transaction() as session:
        note = _waiting(session, public_id, actor=actor)
        note.reason = reason
        steps.step(session, note, NoteState.RETURNED, actor=actor, now=now)
        steps.tell_deputy(session, note, steps.RETURNED, now=now)


def may_decide(session: Session, note: DiaryNote, actor: Actor) -> bool:
    """Whether the actor had no hand in a note: neither its deputy, nor acting, nor the one who wrote it for the deputy."""
    if actor.acting_for is not None or note.mandate.person_id == actor.person_id:
        return False
    theirs = exists().where(
        DiaryStep.note_id == note.id,
        DiaryStep.account_id == actor.account_id,
        DiaryStep.state.in_((NoteState.DRAFT, NoteState.SUBMITTED)),
    )
    return not session.scalar(select(theirs))


def _waiting(session: Session, public_id: uuid.UUID, *, actor: Actor) -> DiaryNote:
    note = access.locked(session, access.submitted_note(session, public_id, actor=actor))
    if note.state is not NoteState.SUBMITTED:
        raise NotThatStep
    if not may_decide(session, note, actor):
        raise VerifiedByAnother
    return note


def _fact(session: Session, note: DiaryNote) -> Fact:
    kind = open_kind(session, note.kind.code, congress_id=note.congress_id, source=Source.DIARY)
    return Fact(
        kind=kind.code,
        occurred_on=note.occurred_on,
        source_key=f"diary:{note.public_id}",
        source=Source.DIARY,
        payload=payload(note.title or "", note.text, note.evidence_sha256),
    )
