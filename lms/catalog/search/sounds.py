"""Titles as they sound: pinyin and its initials, from each character on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = re.compile(r"[a-z0-9]+")
FEWEST = 2  # Letters; a single one would find every other title.
MARK = "|"


def sounds(title: str) -> str:
    """What may be typed for a title: `|daibiaofa|biaofa|fa|dbf|bf|f|`. Letters stay as they are."""
    syllables = [_plain(each) for each in lazy_pinyin(title, style=Style.NORMAL)]
    syllables = [each for each in syllables if each]
    initials = "".join(each[0] for each in syllables)
    return MARK + "".join(f"{each}{MARK}" for each in (*_endings(syllables), *_endings(list(initials))))


def asked(query: str) -> str | None:
    """The letters of a query that may be pinyin; None if it cannot be."""
    letters = query.strip().casefold().replace(" ", "").replace("'", "")
    return letters if len(letters) >= FEWEST and _LETTERS.fullmatch(letters) else None


def _endings(parts: list[str]) -> Iterator[str]:
    return ("".join(parts[start:]) for start in range(len(parts)))


def _plain(syllable: str) -> str:
    return "".join(_LETTERS.findall(syllable.casefold()))
