"""Text as tokens that either engine's full-text index finds again: pairs of characters, and words of Latin letters.

Chinese has no spaces, and an index of words misses what its segmenter cut otherwise. A run of characters is indexed as
its overlapping pairs, with its last character alone, so that a phrase of pairs finds exactly what is written and every
character begins a token. Tokens are plain ASCII: neither engine's tokenizer, nor the locale of a database, has a say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

# Letters and digits of any script but those with a meaning of their own, a character each.
_WORD = re.compile(r"[a-z0-9]+")
WORD_MARK = "w"
# No script has a character behind it; what lies there is for private use and shares one code, "vzzz".
LAST_CODE = 22 * 26**3 - 1
MOST_PHRASES = 8
LONGEST_QUERY = 100  # Characters.


@dataclass(frozen=True)
class Phrase:
    """What must stand in a text as it is, and its tokens; with `is_open` the last token may go on."""

    text: str
    tokens: tuple[str, ...]
    is_open: bool


def folded(text: str) -> str:
    """The text as it is compared: full-width forms, case and composition do not matter. As long as it was, or longer."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> str:
    """All tokens of a text, in order, with a space between two."""
    return " ".join(token for run in _runs(folded(text)) for token in _tokens(run))


def phrases(query: str) -> list[Phrase]:
    """The parts of a query, each of which a text must hold somewhere; without letters and digits there are none."""
    found = [_phrase(run) for run in _runs(folded(query[:LONGEST_QUERY]))]
    return list(dict.fromkeys(found))[:MOST_PHRASES]


def _phrase(run: str) -> Phrase:
    if _WORD.fullmatch(run) or len(run) == 1:
        return Phrase(run, tuple(_tokens(run)), is_open=True)
    # The last character alone would ask that the text ends there.
    return Phrase(run, tuple(_tokens(run))[:-1], is_open=False)


def _runs(text: str) -> list[str]:
    """Runs of characters, and words of Latin letters and digits between them."""
    parts = groupby(text, _kind)
    return ["".join(part) for kind, part in parts if kind]


def _kind(character: str) -> str:
    if _WORD.fullmatch(character):
        return "word"
    return "character" if character.isalnum() else ""


def _tokens(run: str) -> list[str]:
    if _WORD.fullmatch(run):
        return [f"{WORD_MARK}{run}"]
    codes = [_code(character) for character in run]
    return [*(one + other for one, other in pairwise(codes)), codes[-1]]


@cache
def _code(character: str) -> str:
    """Four letters for a character. Short, for an index is as fast as it is small; none begins with the mark of words."""
    number, letters = min(ord(character), LAST_CODE), ""
    for _ in range(4):
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
