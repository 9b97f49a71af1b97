"""A notice's parameters: kept as JSON, written out in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lms.core.i18n import format_day, format_moment, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.notices.models import Notice

DAY, MOMENT = "day", "moment"


def keep(params: Mapping[str, object]) -> dict[str, Any]:
    """Parameters as JSON: text and numbers as they are, days and instants marked as such."""
    return {name: _kept(value) for name, value in params.items()}


def words(notice: Notice) -> str:
    """What happened, in the reader's language."""
    return gettext(notice.template, **_all_written(notice))


def details(notice: Notice) -> str:
    """What else is to be known, in the reader's language; empty for most notices."""
    return gettext(notice.detail, **_all_written(notice)) if notice.detail else ""


def _all_written(notice: Notice) -> dict[str, object]:
    return {name: _written(value) for name, value in notice.params.items()}


def _kept(value: object) -> object:
    if isinstance(value, datetime):
        return {MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return value if isinstance(value, int | str) else str(value)


def _written(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if MOMENT in value:
        return format_moment(datetime.fromisoformat(value[MOMENT]))
    return format_day(date.fromisoformat(value[DAY]))
