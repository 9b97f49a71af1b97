"""The 35 electing units of the 14th National People's Congress, as published."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lms.people.models import LetterForm


@dataclass(frozen=True, slots=True)
class Unit:
    """An electing unit in official order, with its seats in the plan of 2022-04-20."""

    order: int
    name: str
    short_name: str
    name_en: str
    region_code: str | None
    plan_seats: int
    letter_form: LetterForm
    is_army: bool


@cache
def published_units() -> tuple[Unit, ...]:
    """All units in official order."""
    text = files("lms.people").joinpath("data/electing_units.csv").read_text(encoding="utf-8")
    return tuple(
        Unit(
            order=int(row["official_order"]),
            name=row["name"],
            short_name=row["short_name"],
            name_en=row["name_en"],
            region_code=row["region_code"] or None,
            plan_seats=int(row["plan_seats"]),
            letter_form=LetterForm(row["letter_form"]),
            is_army=row["is_army"] == "1",
        )
        for row in csv.DictReader(text.splitlines())
    )
