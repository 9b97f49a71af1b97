"""Writing the little TOML that a course needs: text, numbers, days, yes or no, and lists of these."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def table_text(header: str, values: Mapping[str, object]) -> str:
    """A table with its header; what is None is left out."""
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if value is not None]
    return "".join(f"{line}\n" for line in ([header, *lines] if header else lines))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        if any(isinstance(each, str) for each in value):
            return "[\n" + "".join(f"    {_value(each)},\n" for each in value) + "]"
        return f"[{', '.join(map(_value, value))}]"
    # A basic string of TOML has the escapes of JSON; control characters never get this far (`Table.text`).
    return json.dumps(str(value), ensure_ascii=False)
