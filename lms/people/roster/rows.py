"""From a row of cells to what it says of one deputy, or to every reason why it cannot be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from lms.documents.intake import rows
from lms.documents.intake.cells import day as day_in
from lms.documents.intake.cells import text
from lms.documents.intake.refusals import Missing
from lms.documents.intake.rows import RowReader
from lms.people.identity import check_document, check_phone
from lms.people.identity.documents import birth_date_in
from lms.people.models import DocumentKind, Sex
from lms.people.names import clean_name
from lms.people.roster import cells
from lms.people.roster.columns import LAYOUT, Field
from lms.people.roster.refusals import CardInvalid, DateOutOfRange, NameInvalid, NoKey, UnknownBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.core.errors import InvalidInput
    from lms.documents.intake.reading import Cell
    from lms.people.models import Composition
    from lms.people.roster.reading import SheetRow

_NAME = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffffA-Za-zÀ-ž·' -]{1,60}")
_CARD = re.compile(r"[0-9A-Za-z-]{1,32}")
EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Body:
    """What a row needs to know of an electing body."""

    id: int
    name: str
    is_army: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row of a term is held against."""

    bodies: Mapping[str, Body]
    term_starts_on: date
    term_ends_on: date | None
    today: date


Problem: TypeAlias = rows.Problem[Field]


def problem(name: Field, refusal: InvalidInput) -> Problem:
    """A reason against a row of a roster."""
    return rows.problem(LAYOUT, name, refusal)


@dataclass(slots=True)
class Entry:
    """What a row says of a deputy, checked by itself. None means: not said, so what is known stays."""

    number: int
    name: str
    body: Body
    composition: Composition
    is_newly_elected: bool
    card_number: str | None = None
    sex: Sex | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    document_kind: DocumentKind | None = None
    document_number: str | None = None
    phone: str | None = None
    employer: str | None = None
    employer_address: str | None = None
    employer_email: str | None = None
    post: str | None = None
    work_region: str | None = None
    party: str | None = None
    education: str | None = None
    from_on: date | None = None
    manual_order: int | None = None


def read_row(row: SheetRow, frame: Frame) -> Entry | list[Problem]:
    """What a row says, or all reasons against it."""
    reader: RowReader[Field] = RowReader(LAYOUT, row)
    said = _plain(reader, frame) | _identity(reader, frame)
    if Field.CARD_NUMBER not in row.cells and Field.DOCUMENT_NUMBER not in row.cells:
        reader.refuse(Field.CARD_NUMBER, NoKey())
    if reader.problems:
        return reader.problems
    if said["body"].is_army:  # Their post and documents are not kept, whatever the file holds.
        said |= {"document_kind": None, "document_number": None, "post": None}
        if said["card_number"] is None:
            return [problem(Field.CARD_NUMBER, Missing())]
    return Entry(number=row.number, **said)


def _plain(reader: RowReader[Field], frame: Frame) -> dict[str, Any]:
    return {
        "card_number": reader.take(Field.CARD_NUMBER, _card_number),
        "name": reader.take(Field.NAME, _name),
        "ethnicity": reader.take(Field.ETHNICITY, cells.word(Field.ETHNICITY)),
        "body": reader.take(Field.BODY, lambda cell: _body(text(cell), frame)),
        "employer": reader.take(Field.EMPLOYER, text),
        "employer_address": reader.take(Field.EMPLOYER_ADDRESS, text),
        "employer_email": reader.take(Field.EMPLOYER_EMAIL, cells.email),
        "post": reader.take(Field.POST, text),
        "work_region": reader.take(Field.WORK_REGION, text),
        "party": reader.take(Field.PARTY, cells.word(Field.PARTY)),
        "education": reader.take(Field.EDUCATION, cells.word(Field.EDUCATION)),
        "composition": reader.take(Field.COMPOSITION, cells.code(Field.COMPOSITION)),
        "is_newly_elected": reader.take(Field.ELECTION, cells.code(Field.ELECTION)),
        "from_on": reader.take(Field.FROM_ON, lambda cell: _start(day_in(cell), frame)),
        "manual_order": reader.take(Field.MANUAL_ORDER, cells.whole_number),
    }


def _identity(reader: RowReader[Field], frame: Frame) -> dict[str, Any]:
    """Sex, birth date, phone and document, which are checked against one another."""
    sex = reader.take(Field.SEX, cells.code(Field.SEX))
    born_on = reader.take(Field.BORN_ON, lambda cell: _birth(day_in(cell), frame))
    kind = reader.take(Field.DOCUMENT_KIND, cells.code(Field.DOCUMENT_KIND)) or DocumentKind.RESIDENT_ID
    is_kind_bad = any(problem.field is Field.DOCUMENT_KIND for problem in reader.problems)
    number = None
    if not is_kind_bad:
        number = reader.take(
            Field.DOCUMENT_NUMBER,
            lambda cell: check_document(kind, cells.raw(cell), born_on=born_on, sex=sex),
        )
    if number is not None and Field.BORN_ON not in reader.row.cells:
        born_on = birth_date_in(kind, number)
    return {
        "sex": sex,
        "born_on": born_on,
        "document_kind": kind if number is not None else None,
        "document_number": number,
        "phone": reader.take(Field.PHONE, lambda cell: check_phone(cells.raw(cell))),
    }


def clean_valid_name(text: str) -> str:
    """A name as it is kept; raises NameInvalid if it is none."""
    written = clean_name(text)
    if not _NAME.fullmatch(written):
        raise NameInvalid(text=written)
    return written


def _name(cell: Cell) -> str:
    return clean_valid_name(text(cell))


def _card_number(cell: Cell) -> str:
    written = text(cell).replace(" ", "")
    if not _CARD.fullmatch(written):
        raise CardInvalid(text=written)
    return written


def _body(written: str, frame: Frame) -> Body:
    try:
        return frame.bodies[clean_name(written)]
    except KeyError:
        raise UnknownBody(text=written) from None


def _birth(day: date, frame: Frame) -> date:
    latest = frame.today.replace(year=frame.today.year - 18, day=min(frame.today.day, 28))  # Constitution, art. 34.
    return _between(day, EARLIEST_BIRTH, latest)


def _start(day: date, frame: Frame) -> date:
    return _between(day, frame.term_starts_on, min(frame.today, frame.term_ends_on or frame.today))


def _between(day: date, first: date, last: date) -> date:
    if not first <= day <= last:
        raise DateOutOfRange(date=day.isoformat(), first=first.isoformat(), last=last.isoformat())
    return day
