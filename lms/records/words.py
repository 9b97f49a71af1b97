"""All words that pages about entries show: of heads and sources, and of every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import local_date
from lms.core.i18n import format_day
from lms.records.checks.states import CHECK_STATE
from lms.records.corrections.labels import CORRECTION_FOLLOWS, CORRECTION_STATE
from lms.records.erasures.labels import ERASURE_STATE, GROUND
from lms.records.heads import head_name, kind_name, source_name
from lms.records.objections.labels import OBJECTION_STATE

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "CHECK_STATE",
    "CORRECTION_FOLLOWS",
    "CORRECTION_STATE",
    "ERASURE_STATE",
    "GROUND",
    "OBJECTION_STATE",
    "day_of",
    "head_name",
    "kind_name",
    "source_name",
]


def day_of(instant: datetime) -> str:
    """The day of an instant in Asia/Shanghai, in the reader's language."""
    return format_day(local_date(instant))
