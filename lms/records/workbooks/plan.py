"""What a workbook would enter: held row by row against deputies, kinds and what is there; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.core import crypto
from lms.documents.intake.cells import day as day_in
from lms.documents.intake.cells import text
from lms.documents.intake.refusals import TwiceInFile
from lms.documents.intake.rows import BadRow, RowReader, problem
from lms.people.models import Mandate, Person
from lms.people.names import clean_name
from lms.people.office import OfficeBook
from lms.people.queries import current_term
from lms.records.attached import LONGEST_DETAILS, LONGEST_TITLE, payload
from lms.records.holders import MOST_IN_A_STATEMENT
from lms.records.kinds.entering import open_kinds
from lms.records.models import RecordEntry, Source
from lms.records.posting import Fact, MandateFact
from lms.records.workbooks.columns import LAYOUT, Field
from lms.records.workbooks.refusals import DayToCome, OtherName, OutOfOffice, UnknownDeputy, UnknownKind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.documents.intake.reading import Sheet, SheetRow


class Deputy(NamedTuple):
    """What a row needs to know of a deputy."""

    mandate_id: int
    mandate: uuid.UUID
    name: str


@dataclass(frozen=True)
class Frame:
    """What every row is held against: the deputies by card number, the open kinds by every name they have."""

    congress_id: int
    deputies: Mapping[str, Deputy]
    kinds: Mapping[str, str]
    office: OfficeBook
    today: date


@dataclass(frozen=True, slots=True)
class Line:
    """A good row, as the fact that it says of a deputy."""

    row: SheetRow[Field]
    deputy: Deputy
    fact: Fact

    @property
    def key(self) -> str:
        """By which the entry is known, as posting writes it."""
        return f"{self.fact.source_key}:{self.deputy.mandate}"


@dataclass(slots=True)
class Plan:
    """All rows of a file, sorted out."""

    rows: int
    new: list[Line] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow[Field]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {"rows": self.rows, "new": len(self.new), "same": self.same, "bad": len(self.bad)}

    @property
    def facts(self) -> list[MandateFact]:
        """What would be entered."""
        return [MandateFact(line.deputy.mandate_id, line.fact) for line in self.new]


def take_frame(session: Session, congress_id: int, *, bodies: frozenset[int] | None, today: date) -> Frame:
    """Read what rows are held against; `bodies` limits the deputies to those of some electing bodies."""
    kinds = open_kinds(session, congress_id=congress_id, source=Source.EXCEL)
    names = {name: kind.code for kind in kinds for name in (kind.code, kind.name_en, kind.name)}
    return Frame(congress_id, _deputies(session, congress_id, bodies), names, OfficeBook(session, congress_id), today)


def make_plan(session: Session, sheet: Sheet[Field], frame: Frame) -> Plan:
    """Hold a file against a frame. Reads only; the same file after it was entered has nothing new."""
    plan = Plan(rows=len(sheet.rows))
    good: dict[str, list[Line]] = defaultdict(list)
    for row in sheet.rows:
        read = _read_row(row, frame)
        if isinstance(read, Line):
            good[read.key].append(read)
        else:
            plan.bad.append(BadRow(row, read.problems))
    once = {key: lines[0] for key, lines in good.items() if len(lines) == 1}
    plan.bad += (_twice(line, lines) for lines in good.values() if len(lines) > 1 for line in lines)
    known = _known_keys(session, frame.congress_id, sorted(once))
    plan.new = [line for key, line in once.items() if key not in known]
    plan.same = len(once) - len(plan.new)
    plan.bad.sort(key=lambda each: each.row.number)
    return plan


def _read_row(row: SheetRow[Field], frame: Frame) -> Line | RowReader[Field]:
    reader: RowReader[Field] = RowReader(LAYOUT, row)
    deputy = reader.take(Field.CARD_NUMBER, lambda cell: _deputy(text(cell), frame))
    name = reader.take(Field.NAME, lambda cell: clean_name(text(cell)))
    kind = reader.take(Field.KIND, lambda cell: _kind(text(cell), frame))
    day = reader.take(Field.OCCURRED_ON, lambda cell: _past(day_in(cell), frame))
    title = reader.take(Field.TITLE, lambda cell: text(cell, largest=LONGEST_TITLE))
    details = reader.take(Field.DETAILS, lambda cell: text(cell, largest=LONGEST_DETAILS))
    if deputy is not None and name is not None and name != deputy.name:
        reader.refuse(Field.NAME, OtherName())
    if deputy is not None and day is not None and not frame.office.holds(deputy.mandate_id, day):
        reader.refuse(Field.OCCURRED_ON, OutOfOffice())
    if reader.problems or deputy is None or kind is None or day is None or title is None:
        return reader
    fact = Fact(
        kind=kind,
        occurred_on=day,
        source_key=_source_key(kind, day, title),
        source=Source.EXCEL,
        payload=payload(title, details, None),
    )
    return Line(row, deputy, fact)


def _source_key(kind: str, day: date, title: str) -> str:
    """Names the fact by a keyed digest: the title stands in the payload alone, from which it can be erased."""
    return f"excel:{crypto.blind_index(f'entry|{kind}|{day.isoformat()}|{title}').hex()}"


def _deputy(written: str, frame: Frame) -> Deputy:
    try:
        return frame.deputies[written.replace(" ", "")]
    except KeyError:
        raise UnknownDeputy(text=written) from None


def _kind(written: str, frame: Frame) -> str:
    try:
        return frame.kinds[written]
    except KeyError:
        raise UnknownKind(text=written) from None


def _past(day: date, frame: Frame) -> date:
    if day > frame.today:
        raise DayToCome
    return day


def _twice(line: Line, lines: Iterable[Line]) -> BadRow[Field]:
    others = ", ".join(str(each.row.number) for each in lines if each is not line)
    return BadRow(line.row, [problem(LAYOUT, Field.TITLE, TwiceInFile(rows=others))])


def _deputies(session: Session, congress_id: int, bodies: frozenset[int] | None) -> dict[str, Deputy]:
    term = current_term(session, congress_id)
    statement = (
        select(Mandate.card_number, Mandate.id, Mandate.public_id, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.term_id == (term.id if term else None), Mandate.card_number.is_not(None))
    )
    if bodies is not None:
        statement = statement.where(Mandate.electing_body_id.in_(bodies))
    rows = session.execute(statement)
    return {card: Deputy(number, public_id, name) for card, number, public_id, name in rows if card is not None}


def _known_keys(session: Session, congress_id: int, keys: list[str]) -> set[str]:
    known: set[str] = set()
    for at in range(0, len(keys), MOST_IN_A_STATEMENT):
        some = keys[at : at + MOST_IN_A_STATEMENT]
        there = select(RecordEntry.source_key).where(
            RecordEntry.congress_id == congress_id, RecordEntry.source_key.in_(some)
        )
        known.update(session.scalars(there))
    return known
