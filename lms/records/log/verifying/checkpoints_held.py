"""The checkpoints that the log must keep: those it stores, and those that were kept outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.records.log import checkpoints, notes
from lms.records.log.faults import Fault, Finding
from lms.records.log.models import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from lms.records.log.faults import Report


@dataclass(frozen=True)
class Held:
    """A checkpoint whose signature holds."""

    size: int
    root: bytes
    source: str
    is_outside: bool

    @property
    def words(self) -> str:
        """How a finding names it."""
        return f"the checkpoint of size {self.size} ({self.source})"


@dataclass
class Keeper:
    """Compares checkpoints with the tree as it grows, and tells of the first of each sort that does not agree.

    The log's own checkpoints say nothing about when one that was kept outside was made: after a rollback both may be
    signed. So an outside one is placed between outside ones only.
    """

    report: Report
    outside: Sequence[Held]
    _agreed: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    _is_told: bool = False

    def between(self, connection: Connection, low: int, high: int) -> list[Held]:
        """All checkpoints of sizes above `low` up to `high`, in order of size."""
        outside = (each for each in self.outside if low < each.size <= high)
        return sorted((*outside, *self._stored(connection, low, high)), key=lambda each: each.size)

    def beyond(self, connection: Connection, size: int) -> list[Held]:
        """The outside checkpoints above a size, and the first stored one."""
        after = select(Checkpoint.tree_size).where(Checkpoint.tree_size > size).order_by(Checkpoint.tree_size).limit(1)
        first = connection.execute(after).scalar()
        stored = [] if first is None else self._stored(connection, first - 1, first)
        return [*(each for each in self.outside if each.size > size), *stored]

    def compare(self, held: Held, root: bytes | None) -> None:
        """Hold a checkpoint against the tree of its size; None for a tree that cannot be made any more."""
        self.report.checkpoints += 1
        if root == held.root:
            self._agreed[held.is_outside] = held.size
            return
        if held.is_outside or not self._is_told:
            self._is_told = self._is_told or not held.is_outside
            first = self._agreed[held.is_outside]
            self.report.add(Finding(fault=Fault.LOG, first=first, last=held.size - 1, detail=held.words))

    def _stored(self, connection: Connection, low: int, high: int) -> Iterable[Held]:
        table = Checkpoint.__table__.c
        statement = (
            select(table.tree_size, table.root_hash, table.note)
            .where(table.tree_size > low, table.tree_size <= high)
            .order_by(table.tree_size)
        )
        for size, root, note in connection.execute(statement).all():
            source = "stored in the log"
            try:
                stated = checkpoints.open_note(note)
            except notes.BadNote as error:
                _not_ours(self.report, f"the stored checkpoint of size {size}", error)
                continue
            if (stated.size, stated.root) != (size, root):
                _not_ours(self.report, f"the stored checkpoint of size {size}", "its columns differ from its note")
            yield Held(stated.size, stated.root, source, is_outside=False)


def from_files(files: Iterable[tuple[str, str]], report: Report) -> Iterator[Held]:
    """Checkpoints kept outside, from names and texts; one that we did not sign is a finding."""
    for name, text in files:
        # A mail program may have ended the lines its own way.
        note = text.replace("\r\n", "\n").strip() + "\n"
        try:
            stated = checkpoints.open_note(note)
        except notes.BadNote as error:
            _not_ours(report, f"the checkpoint in {name}", error)
        else:
            yield Held(stated.size, stated.root, name, is_outside=True)


def _not_ours(report: Report, what: str, why: object) -> None:
    report.add(Finding(fault=Fault.SIGNATURE, detail=f"{what}: {why}"))
