"""What people type to say who they are: a user name, or a telephone number in whatever way they write it."""

from __future__ import annotations

import re
import unicodedata

from lms.core.errors import InvalidInput
from lms.people.identity.phones import check_phone

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,63}")


def typed(text: str) -> str:
    """The text as it is compared: full-width signs made plain, no space around it, small letters; no NUL."""
    return unicodedata.normalize("NFKC", text).replace("\0", "").strip().lower()


def is_username(text: str) -> bool:
    """Whether it may be a user name: a letter first, so that it is never mistaken for a telephone number."""
    return USERNAME.fullmatch(text) is not None


def phone_of(text: str) -> str | None:
    """The telephone number in its canonical form, or None if the text is none."""
    try:
        return check_phone(text)
    except InvalidInput:
        return None
