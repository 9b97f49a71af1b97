"""The shapes of what is sent and answered. What nobody declared is refused, and nothing is taken for what it is not."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

MOST_ON_A_PAGE = 500
USUAL_ON_A_PAGE = 100
# The first congress met in 1954; no calendar of ours reaches the last.
FIRST_YEAR, LAST_YEAR = 1954, 2200

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# RFC 3339, section 5.6, with capital letters and at most microseconds.
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


Moment = TypeVar("Moment", bound=date)  # An instant is one, too.


class Sent(BaseModel):
    """What another system sends."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Answered(BaseModel):
    """What it is answered. A later version may add members, never take one away."""

    model_config = ConfigDict(frozen=True)


def _day(value: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return _in_our_time(date.fromisoformat(value))
        except ValueError:
            pass
    raise PydanticCustomError("day", "a day as YYYY-MM-DD")


def _instant(value: object) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return _in_our_time(datetime.fromisoformat(value)).astimezone(UTC)
        except ValueError:
            pass
    raise PydanticCustomError("instant", "an instant as RFC 3339 writes it")


def _public_id(value: object) -> uuid.UUID:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return uuid.UUID(value)
    raise PydanticCustomError("public_id", "a UUID")


def _in_our_time(value: Moment) -> Moment:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(value)
    return value


def _text(form: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": form})


Day = Annotated[date, BeforeValidator(_day), _text("date")]
Instant = Annotated[datetime, BeforeValidator(_instant), _text("date-time")]
SentId = Annotated[uuid.UUID, BeforeValidator(_public_id), _text("uuid")]

# At least one sign that is to be seen, and none that controls a terminal.
_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Line = Annotated[str, Field(pattern=_LINE, max_length=200)]
LongLine = Annotated[str, Field(pattern=_LINE, max_length=500)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]

Limit = Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE, description="How many items at most.")]
Cursor = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,200}$", description="Where the last page ended: its `next`, as it was given.")
]


class NoQuery(Sent):
    """Nothing may follow the question mark."""


class PageQuery(Sent):
    """A part of a list."""

    limit: Limit = USUAL_ON_A_PAGE
    cursor: Cursor | None = None
