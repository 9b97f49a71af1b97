"""Cursors: where a page ended, in a form that nobody can read or make up.

A cursor holds the keys of the last row, not a count, so rows that are added meanwhile move nothing. It is sealed
together with the question that it belongs to, and opens no other.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, cast

from cryptography.exceptions import InvalidTag

from lms.core import crypto
from lms.interop.api.problems import CursorForeign, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence


def seal(question: str, keys: Sequence[str | int]) -> str:
    """The cursor behind a row with these keys, in a list that `question` names."""
    said = json.dumps([_digest(question), *keys], separators=(",", ":"))
    return urlsafe_b64encode(crypto.encrypt(said)).decode().rstrip("=")


def keys_in(cursor: str, question: str) -> list[str | int]:
    """The keys that a cursor of this question holds.

    Raises:
        CursorForeign: it was not sealed here, or for another question.
    """
    try:
        said = crypto.decrypt(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        asked, *keys = cast("list[str | int]", json.loads(said))
    except (ValueError, TypeError, KeyError, InvalidTag):
        raise _foreign() from None
    if asked != _digest(question):
        raise _foreign()
    return keys


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def _foreign() -> CursorForeign:
    return CursorForeign(faults=[Fault(CursorForeign.template, parameter="cursor")])
