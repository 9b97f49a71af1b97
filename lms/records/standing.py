"""Which entries stand: the one definition, for every page, count and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, ColumnElement

_newer = aliased(RecordEntry)


def is_standing(known_at: datetime | None = None) -> ColumnElement[bool]:
    """An entry stands unless another one supersedes it; a withdrawal stands for nothing.

    Args:
        known_at: asks about that instant: what supersedes an entry counts only if it was recorded by then.
    """
    superseding = select(_newer.id).where(_newer.supersedes_id == RecordEntry.id)
    if known_at is not None:
        superseding = superseding.where(_newer.recorded_at <= known_at)
    return ~RecordEntry.withdraws & ~superseding.exists()


def taken_back(congress_id: int, known_at: datetime | None = None) -> CTE:
    """The ids of a congress's entries that were taken back in the end: withdrawn, or corrected and that withdrawn.

    Args:
        congress_id: of which congress.
        known_at: asks about that instant, as in `is_standing`.
    """
    last = select(RecordEntry.supersedes_id.label("id")).where(
        RecordEntry.congress_id == congress_id, RecordEntry.withdraws
    )
    if known_at is not None:
        last = last.where(RecordEntry.recorded_at <= known_at)
    found = last.cte("taken_back", recursive=True)
    before = select(_newer.supersedes_id).join(found, found.c.id == _newer.id)
    return found.union(before.where(_newer.supersedes_id.is_not(None)))
