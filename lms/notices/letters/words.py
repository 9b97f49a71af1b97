"""What every letter says, in Chinese: its number, its day, and the mail that goes before it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from lms.core.clock import local_date
from lms.core.i18n import CHINESE

if TYPE_CHECKING:
    from datetime import date

    from lms.notices.letters.models import Letter

WORDS = Path(__file__).parent / "data" / "words.toml"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def reference(mark: str, year: int, number: int | str) -> str:
    """A letter's number (文号): mark, year in 〔〕, serial number."""
    return str(_words()["reference"]).format(mark=mark, year=year, number=number)


def day(of: date) -> str:
    """A day as official documents write it (GB/T 9704-2012, 7.3.5.4)."""
    return str(format_date(of, "long", locale=CHINESE))


def contact(said: str) -> str:
    """The line at the foot that says whom to ask; empty where nobody is named."""
    return str(_words()["contact"]).format(contact=said) if said else ""


def mail(letter: Letter) -> tuple[str, str]:
    """Subject and text of the mail that tells the addressee of the letter."""
    said = {
        "addressee": letter.addressee,
        "body": "\n\n".join(letter.paragraphs),
        "issuer": letter.issuer,
        "day": day(local_date(letter.signed_at)),
        "reference": letter.reference,
        "title": letter.title,
        "contact": contact(letter.contact),
    }
    return _words()["mail"]["subject"].format(**said), _words()["mail"]["text"].format(**said)


def salutation(addressee: str) -> str:
    """The line that a letter begins with."""
    return str(_words()["salutation"]).format(addressee=addressee)
