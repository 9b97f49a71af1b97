"""Telephone numbers: mainland mobiles, and those of Hong Kong, Macao and Taiwan with their code."""

from __future__ import annotations

import re
import unicodedata

from lms.core.errors import InvalidInput
from lms.core.i18n import N_

MAINLAND = re.compile(r"1[3-9]\d{9}")
# Mobile numbers by code: Hong Kong 8 digits, Macao 8 beginning with 6, Taiwan 9 beginning with 9 (its 0 is left out).
BEYOND = re.compile(r"\+(852[4-9]\d{7}|8536\d{7}|8869\d{8})")

_SEPARATORS = re.compile(r"[\s\-()]")
_RUINED = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{8,}\.0*")
# A mainland mobile that ends like this was rounded: 1.39E+10 typed back as a number.
_ROUNDED = re.compile(r"1[3-9]\d{0,3}0{6,}")


class PhoneInvalid(InvalidInput):
    template = N_(
        "“%(text)s” is not a mobile number. Please give 11 digits, or begin with +852, +853 or +886 for Hong Kong, Macao or Taiwan."
    )


class PhoneRuined(InvalidInput):
    template = N_(
        "“%(text)s” was a telephone number that the spreadsheet turned into a figure (scientific notation). "
        "Please format the column as text and enter the number again."
    )


def check_phone(text: str) -> str:
    """The canonical form of a mobile number: 11 digits, or `+852…`, `+853…`, `+886…`.

    Raises:
        PhoneRuined: a spreadsheet made a figure of it, so its digits cannot be trusted.
        PhoneInvalid: it is no mobile number of these places.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if _RUINED.fullmatch(plain) or _ROUNDED.fullmatch(plain):
        raise PhoneRuined(text=text)
    plain = re.sub(r"^00(?=8)", "+", plain)
    plain = plain.removeprefix("+86") if MAINLAND.fullmatch(plain.removeprefix("+86")) else plain
    plain = re.sub(r"^\+8860", "+886", plain)
    if not MAINLAND.fullmatch(plain) and not BEYOND.fullmatch(plain):
        raise PhoneInvalid(text=text)
    return plain


def mask_phone(phone: str) -> str:
    """A canonical number with its middle hidden: 139****5678, +852****4567."""
    lead = 4 if phone.startswith("+") else 3
    return f"{phone[:lead]}****{phone[-4:]}"
