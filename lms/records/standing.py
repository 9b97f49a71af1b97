"""Which entries stand: the one definition, for every page, count and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

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
