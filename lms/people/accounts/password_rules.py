"""Which passwords are refused, and why: at least 8 characters of 3 kinds (GB/T 22239 practice), not easily guessed.

zxcvbn knows English words and keyboards; what Chinese people choose (pinyin of the name, telephone and ID digits,
woaini, 1314) is told to it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zxcvbn import zxcvbn

from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_LENGTH = 8
MAX_LENGTH = 128
MIN_KINDS = 3
# Far more than somebody can try who is locked out after five; eight characters of pure chance are just above it.
MIN_GUESSES_LOG10 = 7.5
# zxcvbn grows slow with length and takes no more; beyond it a password is strong by its length.
JUDGED_LENGTH = 72
SHORTEST_DIGITS = 6
SHORTEST_WORD = 4

COMMON_PINYIN = (Path(__file__).parent / "common_pinyin.txt").read_text("utf-8").split()

LENGTH = N_("It must have at least 8 characters.")
TOO_LONG = N_("It can have at most 128 characters.")
KINDS = N_("It must mix at least three of: capital letters, small letters, digits, signs.")
NAME = N_("It contains your name or its pinyin.")
DIGITS = N_("It contains digits of your telephone or document number.")
USERNAME = N_("It contains your user name.")
COMMON = N_("It contains a word or number that many people use, such as woaini or 1314.")
SEQUENCE = N_("It contains a row of keys or a sequence, such as qwert, abcd or 1234.")
REPEAT = N_("It repeats the same characters.")
DATE = N_("It contains a date or a year.")
GUESSABLE = N_("It is easily guessed. Longer is better: three or four words that do not belong together.")

_REASONS = {
    "dictionary": COMMON,
    "spatial": SEQUENCE,
    "sequence": SEQUENCE,
    "repeat": REPEAT,
    "date": DATE,
    "regex": DATE,
}


@dataclass(frozen=True)
class Personal:
    """What others know of a person: none of it makes a password. `pieces` are surname and initials; numbers, digits."""

    name: str = ""
    readings: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    username: str = ""
    numbers: tuple[str, ...] = ()


def reasons_against(password: str, personal: Personal) -> tuple[str, ...]:
    """Why a password is refused, as msgids; empty when it will do."""
    if len(password) > MAX_LENGTH:
        return (TOO_LONG,)
    plain = list(_plain_reasons(password, personal))
    if plain:
        return tuple(plain)
    # In small letters: a capital at the front hides a repetition or a sequence from zxcvbn.
    judged = zxcvbn(password[:JUDGED_LENGTH].lower(), user_inputs=[*COMMON_PINYIN, *_words(personal)])
    if judged["guesses_log10"] >= MIN_GUESSES_LOG10:
        return ()
    return (*_patterns(judged, _words(personal)), GUESSABLE)


def _plain_reasons(password: str, personal: Personal) -> Iterator[str]:
    lowered = password.lower()
    if len(password) < MIN_LENGTH:
        yield LENGTH
    if _kinds(password) < MIN_KINDS:
        yield KINDS
    if _contains(lowered, (personal.name, *personal.readings)):
        yield NAME
    if _contains(lowered, (personal.username,)):
        yield USERNAME
    if any(_share_digits(password, number) for number in personal.numbers):
        yield DIGITS


def _kinds(password: str) -> int:
    kinds = (str.isupper, str.islower, str.isdigit, lambda each: not each.isalnum())
    # A Chinese character is neither capital nor small: it counts as a kind of its own.
    chinese = any(each.isalpha() and not each.isupper() and not each.islower() for each in password)
    return sum(any(kind(each) for each in password) for kind in kinds) + chinese


def _contains(lowered: str, words: tuple[str, ...]) -> bool:
    # Two Chinese characters tell as much as four letters.
    telling = (word.lower() for word in words if len(word) >= (SHORTEST_WORD if word.isascii() else 2))
    return any(word in lowered for word in telling)


def _share_digits(password: str, number: str) -> bool:
    pieces = (number[start : start + SHORTEST_DIGITS] for start in range(len(number) - SHORTEST_DIGITS + 1))
    return any(piece in password for piece in pieces)


def _words(personal: Personal) -> list[str]:
    words = (personal.name, *personal.readings, *personal.pieces, personal.username, *personal.numbers)
    return [word.lower() for word in words if word]


def _patterns(judged: dict[str, Any], own_words: list[str]) -> tuple[str, ...]:
    found = (
        NAME if each["token"].lower() in own_words else _REASONS[each["pattern"]]
        for each in judged["sequence"]
        if each["pattern"] in _REASONS
    )
    return tuple(dict.fromkeys(found))
