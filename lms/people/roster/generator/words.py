"""The words that the generator combines."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """`roster_words.toml` by its tables."""

    given_names: dict[str, str]
    ethnic: dict[str, dict[str, Any]]
    posts: dict[str, list[str]]
    employers: dict[str, list[str]]
    lists: dict[str, list[str]]
    cities: dict[str, list[str]]
    minorities: dict[str, list[str]]


@cache
def words() -> Words:
    """The words, read once."""
    source = files("lms.people").joinpath("data/roster_words.toml").read_text(encoding="utf-8")
    return Words(**tomllib.loads(source))
