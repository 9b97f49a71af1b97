"""The letters of a call-up in words: by what is told, and by the form that the electing body's rule says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lms.notices.letters.words import day
from lms.study_sessions.call_up.states import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import LetterForm, Level
    from lms.study_sessions.call_up.lines import Facts

LETTERS = Path(__file__).parent / "data" / "letters.toml"


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(LETTERS.read_text(encoding="utf-8"))


def letter(
    form: LetterForm, told: Told, facts: Facts, *, congress: str, name: str, title: str, is_superseding: bool
) -> tuple[str, list[str]]:
    """Title and paragraphs of a letter; where it takes another's place, `{supersedes}` stands for that one's number."""
    said = _said()
    who = said["who"].format(congress=congress, name=name)
    words = {
        "who": who,
        "title": title,
        "ground": said["ground"].format(article_40=said["article_40"], article_41=said["article_41"]),
        "when_and_where": _when_and_where(facts),
        "starts_on": day(facts.starts_on),
        "ends_on": day(facts.ends_on),
        "reason": facts.reason or said["reason"]["left" if told is Told.CANCELLED else "changed"],
    }
    paragraphs = [each.format(**words) for each in said[form.value][told.value]]
    if is_superseding:
        paragraphs.append(said["supersedes"])
    return said["title"][told.value].format(who=who), [*paragraphs, said["closing"]]


def office(unit: str, level: Level) -> str:
    """The office of the standing committee of a unit that elects deputies to a congress of this level."""
    return str(_said()["office"][level.value].format(unit=unit))


def unit_letter(
    coming: Sequence[str], leaving: Sequence[str], facts: Facts, *, is_changed: bool, title: str, is_superseding: bool
) -> tuple[str, list[str]]:
    """Title and paragraphs of the letter to a sending unit: who of its staff comes, and who no longer does.

    Args:
        coming: who comes, as `person` names them; nobody is a cancellation.
        leaving: who was called up and does not come any more.
        is_changed: whether days or venue differ from what the unit was told.
        is_superseding: whether it takes a letter's place; `{supersedes}` stands for that one's number.
    """
    said = _said()["staff"]
    told = Told.CANCELLED if not coming else Told.CHANGED if is_changed else Told.CALLED
    words = {
        "people": said["between"].join(coming or leaving),
        "leaving": said["between"].join(leaving),
        "title": title,
        "when_and_where": _when_and_where(facts),
        "starts_on": day(facts.starts_on),
        "ends_on": day(facts.ends_on),
        "reason": facts.reason or _said()["reason"]["left" if told is Told.CANCELLED else "changed"],
    }
    paragraphs = [each.format(**words) for each in said[told.value]]
    if coming and leaving:
        paragraphs.append(said["left"].format(**words))
    if is_superseding:
        paragraphs.append(_said()["supersedes"])
    return said["title"][told.value], [*paragraphs, _said()["closing"]]


def person(name: str, post: str) -> str:
    """One of the staff in a letter, with the post."""
    return str(_said()["staff"]["person"].format(name=name, post=post)) if post else name


def _when_and_where(facts: Facts) -> str:
    said = _said()
    return str(
        said["when_and_where"].format(
            starts_on=day(facts.starts_on),
            ends_on=day(facts.ends_on),
            arrival_on=day(facts.arrival_on),
            at_venue=said["at_venue"].format(venue=facts.venue) if facts.venue else "",
        )
    )
