"""Pinyin of names, for search only: how people type a name they look for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.people.names.spelling import DOT
from lms.people.names.surnames import split_name, surnames

_LATIN = re.compile("[^a-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Pinyin:
    """A name without tones: in full and by initials. Several readings are parted by spaces."""

    full: str
    initials: str


def pinyin(name: str) -> Pinyin:
    """The readings of a cleaned name; surnames are read as surnames (单 is shan, 万俟 is moqi)."""
    surname, given = split_name(name)
    known = surnames().get(surname) if DOT not in name else None
    readings = [reading.split("-") for reading in known.readings] if known else []
    given_syllables = _syllables(given)
    words = [[*reading, *given_syllables] for reading in readings or [_syllables(surname)]]
    return Pinyin(
        " ".join("".join(word) for word in words),
        " ".join(dict.fromkeys("".join(syllable[:1] for syllable in word) for word in words)),
    )


def search_text(typed: str) -> str:
    """What somebody typed, in the letters of `Pinyin`; empty if it is no pinyin at all."""
    text = typed.lower().replace("ü", "v").replace("lyu", "lv").replace("nyu", "nv")
    return "" if _LATIN.search(text.replace("'", "")) else re.sub("[ ']", "", text)


def _syllables(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # Its dictionaries cost 0.2 s at first use.

    syllables = " ".join(lazy_pinyin(text, style=Style.NORMAL)).lower().split()
    return [kept for syllable in syllables if (kept := _LATIN.sub("", syllable))]
