"""Where a surname ends and the given name begins."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lms.people.names.spelling import DOT


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname with its readings where the dictionary's is wrong, and how common it is (per ten thousand)."""

    text: str
    readings: tuple[str, ...]
    weight: int


@cache
def surnames() -> dict[str, Surname]:
    """The surnames that we know something about; compound ones are all there."""
    text = files("lms.people").joinpath("data/surnames.csv").read_text(encoding="utf-8")
    return {
        row["surname"]: Surname(row["surname"], tuple(filter(None, row["readings"].split("/"))), int(row["weight"]))
        for row in csv.DictReader(text.splitlines())
    }


def split_name(name: str) -> tuple[str, str]:
    """The surname and the given name. A name with a dot has no surname: its first character stands for one."""
    if DOT not in name and len(name) > 2 and name[:2] in surnames():
        return name[:2], name[2:]
    return name[:1], name[1:]
