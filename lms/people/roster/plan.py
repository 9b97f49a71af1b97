"""What a roster would change: compared row by row with what is known, and nothing written.

A deputy is found by term and card number, else by document. What a row leaves empty stays as it is; what a file leaves
out stays as it is, for a roster ends nobody's mandate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from lms.documents.intake import rows
from lms.documents.intake.refusals import TwiceInFile
from lms.people.identity.sealing import document_index, phone_index
from lms.people.roster.columns import Field
from lms.people.roster.differences import Difference, compare, employer_differences
from lms.people.roster.refusals import (
    DocumentOfAnother,
    EmployerContradicts,
    MandateOver,
    OtherCardNumber,
    PhoneOfAnother,
    StartDiffers,
)
from lms.people.roster.rows import Entry, Problem, problem, read_row
from lms.people.roster.snapshot import Known, Snapshot, frame_of, take_snapshot

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.people.models import Term
    from lms.people.roster.reading import Sheet

    Progress = Callable[[int, int], None]

TELL_EVERY = 200  # Rows between two words on progress.


@dataclass(frozen=True, slots=True)
class Sealed:
    """The blind indexes of an entry's numbers."""

    document: bytes | None
    phone: bytes | None


@dataclass(frozen=True, slots=True)
class Addition:
    """A mandate that the term does not have yet; the person may be known from elsewhere, and differ there."""

    entry: Entry
    sealed: Sealed
    person_id: int | None
    person_public_id: uuid.UUID | None
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Change:
    """A known mandate of which the row says something else."""

    entry: Entry
    sealed: Sealed
    known: Known
    differences: list[Difference]

    @property
    def person_id(self) -> int:
        """Whose mandate it is."""
        return self.known.person_id

    @property
    def person_public_id(self) -> uuid.UUID:
        """Whose mandate it is, as the audit log knows the person."""
        return self.known.person_public_id


BadRow: TypeAlias = rows.BadRow[Field]


@dataclass(slots=True)
class Plan:
    """All rows of a file, sorted out."""

    sheet: Sheet
    snapshot: Snapshot
    added: list[Addition] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {
            "rows": len(self.sheet.rows),
            "added": len(self.added),
            "changed": len(self.changed),
            "same": self.same,
            "bad": len(self.bad),
        }


def make_plan(session: Session, term: Term, sheet: Sheet, *, today: date, progress: Progress | None = None) -> Plan:
    """Hold a file against a term. Reads only; the same file after it was applied gives no addition and no change."""
    frame, _names = frame_of(session, term, today)
    problems: dict[int, list[Problem]] = {}
    entries: list[Entry] = []
    for count, row in enumerate(sheet.rows, start=1):
        read = read_row(row, frame)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            problems[row.number] = read
        if progress is not None and (count % TELL_EVERY == 0 or count == len(sheet.rows)):
            progress(count, len(sheet.rows))
    sealed = {entry.number: _seal(entry) for entry in entries}
    for number, found in _twice(entries).items():
        problems.setdefault(number, []).extend(found)
    snapshot = take_snapshot(
        session,
        term,
        today,
        documents=(each.document for each in sealed.values() if each.document),
        phones=(each.phone for each in sealed.values() if each.phone),
    )
    plan = Plan(sheet, snapshot)
    for entry in entries:
        if entry.number not in problems:
            refused = _place(plan, entry, sealed[entry.number])
            if refused:
                problems[entry.number] = refused
    plan.bad = [rows.BadRow(row, problems[row.number]) for row in sheet.rows if row.number in problems]
    return plan


def _seal(entry: Entry) -> Sealed:
    kind, number = entry.document_kind, entry.document_number
    return Sealed(
        document_index(kind, number) if kind is not None and number is not None else None,
        phone_index(entry.phone) if entry.phone is not None else None,
    )


def _twice(entries: Sequence[Entry]) -> dict[int, list[Problem]]:
    """Rows that share a card number, a document or a phone with another row of the file: all of them are named."""
    problems: dict[int, list[Problem]] = defaultdict(list)
    for name, value_of in _UNIQUE.items():
        rows: dict[Any, list[int]] = defaultdict(list)
        for entry in entries:
            value = value_of(entry)
            if value is not None:
                rows[value].append(entry.number)
        for numbers in rows.values():
            for number in numbers if len(numbers) > 1 else ():
                others = ", ".join(str(other) for other in numbers if other != number)
                problems[number].append(problem(name, TwiceInFile(rows=others)))
    for number, found in _contradictions(entries).items():
        problems[number].extend(found)
    return problems


_UNIQUE: dict[Field, Callable[[Entry], Any]] = {
    Field.CARD_NUMBER: lambda entry: entry.card_number,
    Field.DOCUMENT_NUMBER: lambda entry: (
        (entry.document_kind, entry.document_number) if entry.document_number else None
    ),
    Field.PHONE: lambda entry: entry.phone,
}


def _contradictions(entries: Sequence[Entry]) -> dict[int, list[Problem]]:
    """Rows that say of an employer something else than an earlier row: else a file would undo itself."""
    problems: dict[int, list[Problem]] = defaultdict(list)
    for name in (Field.EMPLOYER_ADDRESS, Field.EMPLOYER_EMAIL):
        said: dict[str, tuple[str, int]] = {}
        for entry in entries:
            value = getattr(entry, name)
            if entry.employer is None or value is None:
                continue
            first, row = said.setdefault(entry.employer, (value, entry.number))
            if value != first:
                refusal = EmployerContradicts(employer=entry.employer, row=row)
                problems[entry.number].append(problem(name, refusal))
    return problems


def _place(plan: Plan, entry: Entry, sealed: Sealed) -> list[Problem]:
    """Put an entry among additions, changes or those left alone; or say why it cannot be."""
    snapshot = plan.snapshot
    by_card = snapshot.by_card.get(entry.card_number) if entry.card_number else None
    known = by_card or snapshot.known_by_document(sealed.document)
    problems = _conflicts(snapshot, entry, sealed, known, found_by_card=by_card is not None)
    if problems:
        return problems
    if known is None:
        _add(plan, entry, sealed)
        return []
    differences = compare(snapshot, entry, sealed, known.person, known.mandate)
    if not differences:
        plan.same += 1
    elif known.mandate["until_on"] is not None:
        return [problem(differences[0].field, MandateOver(date=known.mandate["until_on"].isoformat()))]
    else:
        plan.changed.append(Change(entry, sealed, known, differences))
    return []


def _add(plan: Plan, entry: Entry, sealed: Sealed) -> None:
    snapshot = plan.snapshot
    person_id = snapshot.person_by_document.get(sealed.document) if sealed.document else None
    if person_id is None:
        plan.added.append(Addition(entry, sealed, None, None, employer_differences(snapshot, entry)))
        return
    person = snapshot.persons[person_id]
    differences = compare(snapshot, entry, sealed, person, None)
    plan.added.append(Addition(entry, sealed, person_id, person["public_id"], differences))


def _conflicts(
    snapshot: Snapshot, entry: Entry, sealed: Sealed, known: Known | None, *, found_by_card: bool
) -> list[Problem]:
    """What the entry claims that belongs to somebody else, or that was announced otherwise."""
    document_of = snapshot.person_by_document.get(sealed.document) if sealed.document else None
    phone_of = snapshot.person_by_phone.get(sealed.phone) if sealed.phone else None
    person_id = known.person_id if known is not None else document_of
    problems = []
    if found_by_card and document_of not in (None, person_id):
        problems.append(problem(Field.DOCUMENT_NUMBER, DocumentOfAnother()))
    if phone_of not in (None, person_id):
        problems.append(problem(Field.PHONE, PhoneOfAnother()))
    if known is None:
        return problems
    card = known.mandate["card_number"]
    if not found_by_card and entry.card_number and card:
        problems.append(problem(Field.CARD_NUMBER, OtherCardNumber(card_number=card)))
    if entry.from_on is not None and entry.from_on != known.mandate["from_on"]:
        problems.append(problem(Field.FROM_ON, StartDiffers(date=known.mandate["from_on"].isoformat())))
    return problems
