"""What notes say, wherever their words lie, and what happened to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.people.accounts.models import Account
from lms.people.models import Person
from lms.records.attached import KeptFile, evidence_of_entries
from lms.records.diary.models import DiaryStep
from lms.records.models import EntryPayload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.records.diary.models import DiaryNote


class StepLine(NamedTuple):
    """A step of a note, by whom, and whether for the deputy (代办)."""

    step: DiaryStep
    name: str


def about(session: Session, note: DiaryNote) -> dict[str, str] | None:
    """Title and details; of a verified note as its entry says, None once they were erased."""
    if note.title is not None:
        return {"title": note.title, "details": note.text or ""}
    content = session.scalar(select(EntryPayload.content).where(EntryPayload.entry_id == note.entry_id))
    return json.loads(content) if content else None


def titles(session: Session, notes: Sequence[DiaryNote]) -> dict[int, str]:
    """The title of each note, by id; one whose details were erased has none."""
    entry_ids = [each.entry_id for each in notes if each.entry_id]
    rows = session.execute(
        select(EntryPayload.entry_id, EntryPayload.content).where(EntryPayload.entry_id.in_(entry_ids))
    )
    entered = {entry_id: json.loads(content)["title"] for entry_id, content in rows}
    said = {each.id: each.title or entered.get(each.entry_id or 0) for each in notes}
    return {number: title for number, title in said.items() if title}


def evidence_of(session: Session, note: DiaryNote) -> KeptFile | None:
    """The file that came with a note, if one did and it was not erased."""
    if note.evidence_sha256 and note.evidence_name:
        return KeptFile(note.evidence_sha256, note.evidence_name)
    return evidence_of_entries(session, [note.entry_id]) if note.entry_id else None


def history(session: Session, note: DiaryNote) -> Sequence[StepLine]:
    """The steps of a note in their order."""
    rows = session.execute(
        select(DiaryStep, Person.name)
        .join(Account, Account.id == DiaryStep.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(DiaryStep.note_id == note.id)
        .order_by(DiaryStep.id)
    )
    return [StepLine(*row) for row in rows]


def acted_for(session: Session, notes: Sequence[DiaryNote]) -> frozenset[int]:
    """The ids of the notes in which somebody acted for the deputy (代办)."""
    statement = select(DiaryStep.note_id).where(DiaryStep.note_id.in_([each.id for each in notes]))
    return frozenset(session.scalars(statement.where(DiaryStep.is_for_deputy)))
