"""What the player sends, checked: JSON into the values that operations take."""

from __future__ import annotations

import math
import uuid

from lms.learning.evidence import MAX_RUNS, Claim
from lms.learning.operations.beats import Beat
from lms.learning.refusals import BadBeat

LONGEST_SECONDS = 1_000_000  # Eleven days: no video is longer, and no integer gets out of hand.
HIGHEST_SPEED = 1_000.0  # Whatever is said above it means the same: as fast as is believed.


def parse_beat(data: object) -> Beat:
    """The beat in a JSON value.

    Raises:
        BadBeat: something is missing or is not what it must be.
    """
    fields = _object(data)
    runs = fields.get("runs")
    if not isinstance(runs, list) or len(runs) > MAX_RUNS:
        raise BadBeat
    return Beat(
        token=_uuid(fields.get("token")),
        claim=Claim(tuple(_run(run) for run in runs), round(_number(fields.get("speed"), HIGHEST_SPEED) * 100)),
        position=int(_number(fields.get("position"), LONGEST_SECONDS)),
    )


def parse_player(data: object) -> uuid.UUID:
    """The name that a player gave itself.

    Raises:
        BadBeat: there is none.
    """
    return _uuid(_object(data).get("player"))


def _object(data: object) -> dict[str, object]:
    if not isinstance(data, dict):
        raise BadBeat
    return data


def _uuid(value: object) -> uuid.UUID:
    try:
        return uuid.UUID(value) if isinstance(value, str) else _refuse()
    except ValueError:
        raise BadBeat from None


def _run(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or [type(second) for second in value] != [int, int]:
        raise BadBeat
    start, end = value
    if not 0 <= start <= end <= LONGEST_SECONDS:
        raise BadBeat
    return start, end


def _number(value: object, highest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise BadBeat
    return min(value, highest)


def _refuse() -> uuid.UUID:
    raise BadBeat
