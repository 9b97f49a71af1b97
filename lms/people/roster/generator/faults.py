"""One row for each way in which a roster goes wrong; behind a good roster none of them spoils a good row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from lms.core.i18n import gettext as _
from lms.people.labels import COMPOSITION, DOCUMENT_KIND, ELECTION, SEX
from lms.people.models import Composition, DocumentKind, Sex
from lms.people.roster.columns import Field
from lms.people.roster.generator.people import eighteen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.documents.intake.reading import Cell

BORN_ON = date(1970, 5, 17)
REGION = "110102"
FIRST_CARD = 149000


Change: TypeAlias = "dict[Field, Cell | None]"


def faulty_rows(good: Sequence[dict[Field, Cell]]) -> list[tuple[str, dict[Field, Cell]]]:
    """Bad rows, each under the name of the refusal that it must meet. `good` are the rows that stand before them."""
    body = next(row[Field.BODY] for row in good if Field.EMPLOYER in row)
    faults = [*_faulty_numbers(), *_faulty_cells(good)]
    return [(name, _row(FIRST_CARD + number, body, change)) for number, (name, change) in enumerate(faults)]


def _faulty_numbers() -> list[tuple[str, Change]]:
    """Documents that are wrong, and numbers that occur twice."""
    sound = eighteen(REGION, BORN_ON, Sex.MALE, 1)
    other = eighteen(REGION, BORN_ON, Sex.MALE, 2)
    wrong_check = sound[:17] + ("0" if sound[17] != "0" else "1")
    return [
        ("CheckDigitWrong", {Field.DOCUMENT_NUMBER: wrong_check}),
        ("NotEighteenDigits", {Field.DOCUMENT_NUMBER: sound[:16]}),
        ("FifteenDigits", {Field.DOCUMENT_NUMBER: "110102700517001"}),
        ("UnknownRegion", {Field.DOCUMENT_NUMBER: eighteen("990102", BORN_ON, Sex.MALE, 1)}),
        ("NoBirthDateInNumber", {Field.DOCUMENT_NUMBER: "110102197013450015"}),
        ("DocumentRuined", {Field.DOCUMENT_NUMBER: float(eighteen(REGION, BORN_ON, Sex.MALE, 3)[:17] + "1")}),
        ("BirthDateDiffers", {Field.DOCUMENT_NUMBER: other, Field.BORN_ON: date(1971, 5, 17)}),
        ("SexDiffers", {Field.DOCUMENT_NUMBER: other, Field.SEX: _(SEX[Sex.FEMALE])}),
        ("IsResidencePermit", {Field.DOCUMENT_NUMBER: eighteen("810000", BORN_ON, Sex.MALE, 1)}),
        ("PermitNumberInvalid", _document(DocumentKind.HK_MACAO_PERMIT, "K12345678")),
        ("TaiwanPermitInvalid", _document(DocumentKind.TAIWAN_PERMIT, "123456")),
        ("UnknownRegion", _document(DocumentKind.RESIDENCE_PERMIT, sound)),
        ("TwiceInFile", {Field.CARD_NUMBER: str(FIRST_CARD - 1)}),
        ("TwiceInFile", {Field.CARD_NUMBER: str(FIRST_CARD - 1)}),
        ("TwiceInFile", {Field.DOCUMENT_NUMBER: eighteen(REGION, BORN_ON, Sex.MALE, 9)}),
        ("TwiceInFile", {Field.DOCUMENT_NUMBER: eighteen(REGION, BORN_ON, Sex.MALE, 9)}),
        ("TwiceInFile", {Field.PHONE: "13700000017"}),
        ("TwiceInFile", {Field.PHONE: "137 0000 0017"}),
    ]


def _faulty_cells(good: Sequence[dict[Field, Cell]]) -> list[tuple[str, Change]]:
    """Everything else."""
    employed = next(row for row in good if Field.EMPLOYER_ADDRESS in row)
    return [
        ("UnknownBody", {Field.BODY: _("Atlantis")}),
        ("PhoneRuined", {Field.PHONE: "1.39E+10"}),
        ("PhoneRuined", {Field.PHONE: "13900000000.0"}),
        ("PhoneRuined", {Field.PHONE: 1.39e10}),
        ("PhoneInvalid", {Field.PHONE: "1391234567"}),
        ("Missing", {Field.NAME: None}),
        ("Missing", {Field.NAME: "\u3000 "}),
        ("NameInvalid", {Field.NAME: "=1+1"}),
        ("ImpossibleDate", {Field.BORN_ON: "1970-02-30"}),
        ("ImpossibleDate", {Field.BORN_ON: "#"}),
        ("DateOutOfRange", {Field.BORN_ON: date(2019, 1, 1)}),
        ("DateOutOfRange", {Field.FROM_ON: date(1999, 1, 1)}),
        ("NoKey", {Field.CARD_NUMBER: None}),
        ("CardInvalid", {Field.CARD_NUMBER: "14/0001"}),
        ("NotAChoice", {Field.ETHNICITY: "#"}),
        ("NotAChoice", {Field.COMPOSITION: "#"}),
        ("Missing", {Field.ELECTION: None}),
        ("NotANumber", {Field.MANUAL_ORDER: "0"}),
        ("CellError", {Field.POST: "#REF!"}),
        ("TooLong", {Field.POST: "x" * 201}),
        ("EmailInvalid", {Field.EMPLOYER_EMAIL: "office.example.com"}),
        ("EmployerContradicts", {Field.EMPLOYER: employed[Field.EMPLOYER], Field.EMPLOYER_ADDRESS: "#"}),
    ]


def _document(kind: DocumentKind, number: str) -> Change:
    return {Field.DOCUMENT_KIND: _(DOCUMENT_KIND[kind]), Field.DOCUMENT_NUMBER: number}


def _row(card: int, body: Cell, change: Change) -> dict[Field, Cell]:
    row: dict[Field, Cell | None] = {
        Field.CARD_NUMBER: str(card),
        Field.NAME: _("Faulty"),
        Field.SEX: _(SEX[Sex.MALE]),
        Field.BORN_ON: BORN_ON,
        Field.BODY: body,
        Field.COMPOSITION: _(COMPOSITION[Composition.OFFICIAL]),
        Field.ELECTION: _(ELECTION[True]),
    }
    return {name: cell for name, cell in (row | change).items() if cell is not None}
