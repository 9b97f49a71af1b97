"""Code tables of national standards, as data: ethnicities, parties, levels of education."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    source = files("lms.people").joinpath("data/code_tables.toml").read_text(encoding="utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(source).items()}


def ethnicities() -> tuple[str, ...]:
    """The 56 ethnic groups of GB/T 3304."""
    return _tables()["ethnicities"]


def parties() -> tuple[str, ...]:
    """Political affiliations after GB/T 4762."""
    return _tables()["parties"]


def educations() -> tuple[str, ...]:
    """Levels of education after GB/T 4658."""
    return _tables()["educations"]
