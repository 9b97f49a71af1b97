"""What the demonstration says, read from its data folder."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def words(name: str) -> dict[str, Any]:
    """The tables of one of the demonstration's `.toml` files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
