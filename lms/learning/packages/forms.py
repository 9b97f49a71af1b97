"""What a package's page sends, checked: JSON into the values that operations take."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from lms.catalog.packages.manifest import MOST_PARTS
from lms.core.forms import strip_text
from lms.learning.packages.models import MOST_STATE
from lms.learning.packages.refusals import BadReport, StateTooLarge
from lms.learning.packages.status import COMPLETION, LONGEST_LOCATION, NUMBER, SUCCESS, Said, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lms.catalog.packages.manifest import Standard

LONGEST_SPAN = 40


def parse_id(data: object, name: str) -> uuid.UUID:
    """A UUID that the page sent: the name that it gave itself, or its token.

    Raises:
        BadReport: there is none.
    """
    try:
        return uuid.UUID(_text(_object(data), name, 36))
    except ValueError:
        raise BadReport from None


def parse_part(data: object) -> int:
    """The position of the part that the page means; a page that names none means the only one.

    Raises:
        BadReport: it is no position.
    """
    part = data.get("part", 0) if isinstance(data, dict) else 0
    if not isinstance(part, int) or isinstance(part, bool) or not 0 <= part < MOST_PARTS:
        raise BadReport
    return part


def parse_report(data: object, standard: Standard) -> Said:
    """What a package of this standard says of itself.

    Raises:
        BadReport: something is not what it must be.
        StateTooLarge: it wants to keep more than it may.
    """
    fields = _object(data)
    suspend_data = fields.get("suspend_data", "")
    if isinstance(suspend_data, str) and len(suspend_data) > MOST_STATE:
        raise StateTooLarge(most=MOST_STATE)
    return Said(
        completion=_one_of(fields, "completion", COMPLETION[standard]),
        success=_one_of(fields, "success", SUCCESS[standard]),
        location=_text(fields, "location", LONGEST_LOCATION[standard]),
        suspend_data=_text(fields, "suspend_data", MOST_STATE),
        score_raw=_number(fields, "score_raw"),
        score_scaled=_number(fields, "score_scaled"),
        session_ms=milliseconds(_text(fields, "session_time", LONGEST_SPAN), standard),
        has_finished=fields.get("has_finished") is True,
        wants_to_go_on=fields.get("wants_to_go_on") is True,
    )


def _object(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise BadReport
    return data


def _text(fields: dict[str, object], name: str, longest: int) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str) or len(value) > longest or "\0" in value or not _is_text(value):
        raise BadReport
    return value


def _is_text(value: str) -> bool:
    """Half of a surrogate pair, which JSON can carry, is no text and no database keeps it."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_of(fields: dict[str, object], name: str, allowed: Iterable[str]) -> str:
    value = _text(fields, name, 20)
    if value not in allowed:
        raise BadReport
    return value


def _number(fields: dict[str, object], name: str) -> str:
    value = strip_text(_text(fields, name, 20))
    if value and not NUMBER.fullmatch(value):
        raise BadReport
    return str(value)
