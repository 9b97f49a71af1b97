"""A record with all that was ever said in it: what stands, what stood before, what was objected, how far it is checked.

Five statements for a whole record, however long it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.people.models import Mandate
from lms.records.checks.queries import periods_of
from lms.records.checks.states import CheckState, state_of_entry
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.models import EntryKind, RecordEntry
from lms.records.objections.models import Objection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

    from lms.records.checks.states import Checked
    from lms.records.models import Source


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said from one instant until another; `about` is None once its details were erased."""

    entry: RecordEntry
    about: dict[str, Any] | None
    until: datetime | None = None
    reason: str = ""

    @property
    def title(self) -> str | None:
        """What its payload calls the thing done."""
        return self.about.get("title") if self.about else None

    @property
    def details(self) -> str:
        """What else its payload says of it, in words."""
        said = self.about.get("details") if self.about else None
        return said if isinstance(said, str) else ""

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left of what it was about."""
        return self.about is None


@dataclass(frozen=True, slots=True)
class Line(Version):
    """An entry that stands, or that was taken back, with what stood before it, the newest first."""

    state: CheckState = CheckState.PENDING
    before: Sequence[Version] = ()
    objections: Sequence[Objection] = ()

    @property
    def source(self) -> Source:
        """Where it came from."""
        return self.entry.source


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record in one congress: what stands, the latest day first, and what was taken back."""

    lines: Sequence[Line]
    taken_back: Sequence[Line]
    periods: Sequence[Checked] = field(default=())

    def line_of(self, entry: RecordEntry) -> Line | None:
        """The line in which an entry stands or stood before."""
        for line in (*self.lines, *self.taken_back):
            if entry.id in (line.entry.id, *(each.entry.id for each in line.before)):
                return line
        return None


def record_of(person_id: int, *, congress_id: int, today: date, readable: ColumnElement[bool] | None = None) -> Record:
    """The whole record of a person.

    Args:
        person_id: whose.
        congress_id: in which congress.
        today: for states that change with the day.
        readable: a condition on kinds, for offices (`lms.records.kinds.access.may_read`); the deputy reads all.
    """
    entries = _entries(person_id, congress_id, readable)
    reasons = _reasons(person_id, congress_id)
    objections = _objections(person_id, congress_id)
    periods = periods_of(person_id, congress_id=congress_id)
    by_id = {each.id: each for each in entries}
    newer = {each.supersedes_id: each for each in entries if each.supersedes_id is not None}
    standing: list[Line] = []
    taken_back: list[Line] = []
    for entry in entries:
        if entry.id in newer and not newer[entry.id].withdraws:
            continue  # It stood before another one.
        if entry.withdraws:
            continue  # It is no fact of its own.
        until = newer.get(entry.id)
        before = list(_before(entry, by_id, reasons))
        concerned = {entry.id, *(each.entry.id for each in before)}
        line = Line(
            entry,
            _about(entry),
            until.recorded_at if until else None,
            reasons.get(until.id, "") if until else "",
            state_of_entry(entry, periods, objections, today=today),
            before,
            [each for each in objections if each.entry_id in concerned or each.posted_entry_id in concerned],
        )
        (taken_back if until else standing).append(line)
    return Record(standing, taken_back, periods)


def _before(entry: RecordEntry, by_id: dict[int, RecordEntry], reasons: dict[int, str]) -> list[Version]:
    found: list[Version] = []
    newer, older = entry, by_id.get(entry.supersedes_id or 0)
    while older is not None:
        found.append(Version(older, _about(older), newer.recorded_at, reasons.get(newer.id, "")))
        newer, older = older, by_id.get(older.supersedes_id or 0)
    return found


def _about(entry: RecordEntry) -> dict[str, Any] | None:
    return json.loads(entry.payload.content) if entry.payload else None


def _entries(person_id: int, congress_id: int, readable: ColumnElement[bool] | None) -> Sequence[RecordEntry]:
    statement = (
        select(RecordEntry)
        .join(RecordEntry.mandate)
        .join(EntryKind, EntryKind.id == RecordEntry.kind_id)
        .options(joinedload(RecordEntry.kind), joinedload(RecordEntry.payload))
        .where(
            Mandate.person_id == person_id,
            RecordEntry.congress_id == congress_id,
            true() if readable is None else readable,
        )
        .order_by(RecordEntry.occurred_on.desc(), RecordEntry.id.desc())
    )
    return db.session.scalars(statement).all()


def _reasons(person_id: int, congress_id: int) -> dict[int, str]:
    """Why each correction was made, by the entry that it posted."""
    statement = (
        select(Correction.posted_entry_id, Correction.reason)
        .join(RecordEntry, RecordEntry.id == Correction.entry_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(
            Mandate.person_id == person_id,
            Correction.congress_id == congress_id,
            Correction.state == CorrectionState.APPROVED,
        )
    )
    return {posted: reason for posted, reason in db.session.execute(statement) if posted is not None}


def _objections(person_id: int, congress_id: int) -> Sequence[Objection]:
    statement = (
        select(Objection)
        .join(Mandate, Mandate.id == Objection.mandate_id)
        .where(Mandate.person_id == person_id, Objection.congress_id == congress_id)
        .order_by(Objection.filed_at.desc())
    )
    return db.session.scalars(statement).all()
