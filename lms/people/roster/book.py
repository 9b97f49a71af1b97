"""The roster's workbook: the empty template, a filled one, and the one of bad rows with a reason beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.documents.intake import book
from lms.people.roster.columns import LAYOUT, Field, choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import BinaryIO

    from lms.documents.intake.book import Fault
    from lms.documents.intake.reading import Cell


def write_book(
    target: BinaryIO,
    bodies: Sequence[str],
    *,
    created: datetime,
    rows: Iterable[Mapping[Field, Cell]] = (),
    faults: Sequence[Fault] | None = None,
) -> None:
    """Write a roster workbook.

    Args:
        target: where to.
        bodies: the names of the term's electing bodies in official order, for the list.
        created: the instant that the properties give.
        rows: what to fill in; nothing for the template.
        faults: for each row why it came back.
    """
    lists = {field: bodies if field is Field.BODY else choices(field) for field in LAYOUT.by_field}
    book.write_book(target, LAYOUT, lists, created=created, rows=rows, faults=faults)
