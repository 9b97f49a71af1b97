"""Identity documents by the rules of their issuers. Nothing is forced into 18 digits.

A permit's number is kept without the two digits that count its issues: renewed, it still names the same person.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from stdnum.cn import ric

from lms.core.errors import InvalidInput
from lms.core.i18n import N_
from lms.people.models import DocumentKind, Sex

if TYPE_CHECKING:
    from collections.abc import Callable

# The first two digits by GB/T 2260: provinces. 81, 82 and 83 are residence permits, never resident identity cards.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
)
RESIDENCE_REGIONS = frozenset({"810000", "820000", "830000"})

_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_OLD_FIFTEEN = re.compile(r"\d{15}")
_SEPARATORS = re.compile(r"[\s\-]")
_RUINED = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15,}\.0*")
_HK_MACAO = re.compile(r"([HM]\d{8})(\d{2})?")
_TAIWAN = re.compile(r"(\d{8})(\d{2})?")


class DocumentRuined(InvalidInput):
    template = N_(
        "The document number was turned into a figure by the spreadsheet and has lost digits. "
        "Please format the column as text and enter the number again."
    )


class NotEighteenDigits(InvalidInput):
    template = N_("A resident identity number has 18 characters: 17 digits and a digit or X.")


class FifteenDigits(InvalidInput):
    template = N_("Identity numbers of 15 digits are no longer valid. Please give the one of 18 characters.")


class UnknownRegion(InvalidInput):
    template = N_("The document number begins with %(region)s, which is not a region. Please check its first digits.")


class IsResidencePermit(InvalidInput):
    template = N_(
        "A number that begins with %(region)s is that of a residence permit for Hong Kong, Macao and Taiwan residents. "
        "Please choose that kind of document."
    )


class NoBirthDateInNumber(InvalidInput):
    template = N_("The document number holds no possible birth date (digits 7 to 14 are %(digits)s).")


class CheckDigitWrong(InvalidInput):
    template = N_("The last character of the document number does not fit the others: at least one digit is wrong.")


class BirthDateDiffers(InvalidInput):
    template = N_("The birth date %(born_on)s is not that of the document number, %(in_number)s.")


class SexDiffers(InvalidInput):
    template = N_("The sex is not that of the document number, whose 17th digit is odd for men and even for women.")


class PermitNumberInvalid(InvalidInput):
    template = N_("A mainland travel permit for Hong Kong and Macao residents has the letter H or M and 8 digits.")


class TaiwanPermitInvalid(InvalidInput):
    template = N_("A mainland travel permit for Taiwan residents has 8 digits.")


def check_document(kind: DocumentKind, text: str, *, born_on: date | None = None, sex: Sex | None = None) -> str:
    """The canonical number of a document.

    Args:
        kind: whose rule to follow: GB 11643-1999 for resident identity cards and residence permits.
        text: what was written, in full-width characters or with separators too.
        born_on: a known birth date, which the number must agree with if it holds one.
        sex: a known sex, likewise.

    Raises:
        InvalidInput: one of this module's refusals.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if _RUINED.fullmatch(plain):
        raise DocumentRuined
    return _RULES[kind](plain, born_on, sex)


def mask_document(number: str) -> str:
    """A canonical number of which only the ends are shown."""
    shown = 4 if len(number) > 10 else 2
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[-shown:]


def _resident_id(plain: str, born_on: date | None, sex: Sex | None) -> str:
    if _OLD_FIFTEEN.fullmatch(plain):
        raise FifteenDigits
    if not _EIGHTEEN.fullmatch(plain):
        raise NotEighteenDigits
    if plain[:6] in RESIDENCE_REGIONS:
        raise IsResidencePermit(region=plain[:6])
    if plain[:2] not in PROVINCES:
        raise UnknownRegion(region=plain[:6])
    return _by_gb_11643(plain, born_on, sex)


def _residence_permit(plain: str, born_on: date | None, sex: Sex | None) -> str:
    if not _EIGHTEEN.fullmatch(plain):
        raise NotEighteenDigits
    if plain[:6] not in RESIDENCE_REGIONS:
        raise UnknownRegion(region=plain[:6])
    return _by_gb_11643(plain, born_on, sex)


def _by_gb_11643(plain: str, born_on: date | None, sex: Sex | None) -> str:
    """The parts that both kinds of 18 characters share: birth date, order code, check character."""
    try:
        in_number = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        raise NoBirthDateInNumber(digits=plain[6:14]) from None
    if plain[17] != ric.calc_check_digit(plain):
        raise CheckDigitWrong
    if born_on is not None and born_on != in_number:
        raise BirthDateDiffers(born_on=born_on.isoformat(), in_number=in_number.isoformat())
    if sex is not None and (int(plain[16]) % 2 == 1) != (sex is Sex.MALE):
        raise SexDiffers
    return plain


def _hk_macao_permit(plain: str, _born_on: date | None, _sex: Sex | None) -> str:
    match = _HK_MACAO.fullmatch(plain)
    if match is None:
        raise PermitNumberInvalid
    return match[1]


def _taiwan_permit(plain: str, _born_on: date | None, _sex: Sex | None) -> str:
    match = _TAIWAN.fullmatch(plain)
    if match is None:
        raise TaiwanPermitInvalid
    return match[1]


_RULES: dict[DocumentKind, Callable[[str, date | None, Sex | None], str]] = {
    DocumentKind.RESIDENT_ID: _resident_id,
    DocumentKind.RESIDENCE_PERMIT: _residence_permit,
    DocumentKind.HK_MACAO_PERMIT: _hk_macao_permit,
    DocumentKind.TAIWAN_PERMIT: _taiwan_permit,
}


def birth_date_in(kind: DocumentKind, number: str) -> date | None:
    """The birth date that a canonical number holds, if its kind holds one."""
    if kind not in (DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT):
        return None
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
