"""What a workbook says, held row by row against those who were called up; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.documents.intake.cells import text
from lms.documents.intake.refusals import Missing, NotAChoice, TwiceInFile
from lms.documents.intake.rows import BadRow, RowReader, problem
from lms.people.names import clean_name
from lms.records.workbooks.refusals import OtherName
from lms.study_sessions.answer_workbooks.columns import Field, answers
from lms.study_sessions.answer_workbooks.refusals import AnswerNeeded, NotAskedHere, OtherUnit, ReasonNeeded
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lms.documents.intake.layout import Layout
    from lms.documents.intake.reading import Sheet, SheetRow
    from lms.study_sessions.models import Enrolment

SAID = {PlaceState.ACCEPTED: True, PlaceState.DECLINED: False}
"""Whether the deputy comes, by the states that are an answer."""


@dataclass(frozen=True)
class Asked:
    """One who was called up, in plain values: the session ends with each answer that is written."""

    enrolment_id: int
    unit: str
    short_unit: str
    name: str
    post: str
    said: bool | None


@dataclass(frozen=True)
class Frame:
    """What every row is held against: those called up, by card number and by name."""

    layout: Layout[Field]
    by_card: Mapping[str, Asked]
    by_name: Mapping[str, Sequence[Asked]]


@dataclass(frozen=True, slots=True)
class Line:
    """A good row. Without an answer it leaves things as they are."""

    row: SheetRow[Field]
    asked: Asked
    comes: bool | None
    reason: str

    @property
    def changes_nothing(self) -> bool:
        """Whether it says nothing, or what was said already."""
        return self.comes is None or self.comes is self.asked.said


@dataclass(slots=True)
class Plan:
    """All rows of a file, sorted out."""

    new: list[Line] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow[Field]] = field(default_factory=list)


def take_frame(layout: Layout[Field], called_up: Sequence[Enrolment]) -> Frame:
    """Those called up, as rows are held against them."""
    by_card: dict[str, Asked] = {}
    by_name: dict[str, list[Asked]] = defaultdict(list)
    for each in called_up:
        asked = Asked(
            each.id, each.unit.name, each.unit.short_name, each.person.name, _post(each), SAID.get(each.state)
        )
        by_name[asked.name].append(asked)
        if each.card_number:
            by_card[each.card_number] = asked
    return Frame(layout, by_card, by_name)


def _post(enrolment: Enrolment) -> str:
    return enrolment.staff_member.post if enrolment.staff_member else ""


def make_plan(sheet: Sheet[Field], frame: Frame) -> Plan:
    """Hold a file against a frame. A deputy who is there twice is bad twice: it is not guessed which row holds."""
    plan = Plan()
    good: dict[int, list[Line]] = defaultdict(list)
    for row in sheet.rows:
        read = _read_row(row, frame)
        if isinstance(read, Line):
            good[read.asked.enrolment_id].append(read)
        else:
            plan.bad.append(BadRow(row, read.problems))
    for lines in good.values():
        if len(lines) > 1:
            plan.bad += (_twice(frame.layout, line, lines) for line in lines)
        elif lines[0].changes_nothing:
            plan.same += 1
        else:
            plan.new += lines
    return plan


def _read_row(row: SheetRow[Field], frame: Frame) -> Line | RowReader[Field]:
    reader: RowReader[Field] = RowReader(frame.layout, row)
    asked = _find(reader, frame)
    written = reader.take(Field.ANSWER, text)
    comes = answers().get(written) if written else None
    reason = reader.take(Field.REASON, text) or ""
    if written and comes is None:
        reader.refuse(Field.ANSWER, NotAChoice(text=written))
    elif comes is None and reason:
        reader.refuse(Field.ANSWER, AnswerNeeded())
    elif comes is False and not reason and not any(each.field is Field.REASON for each in reader.problems):
        reader.refuse(Field.REASON, ReasonNeeded())
    if reader.problems or asked is None:
        return reader
    return Line(row, asked, comes, reason)


def _find(reader: RowReader[Field], frame: Frame) -> Asked | None:
    """Whom the row is about: by the card number, else by unit and name. What it says beside that must fit."""
    unit = reader.take(Field.UNIT, text)
    name = reader.take(Field.NAME, lambda cell: clean_name(text(cell)))
    card = reader.take(Field.CARD_NUMBER, text)
    if unit is None or name is None:
        return None
    asked = frame.by_card.get(card.replace(" ", "")) if card else _by_name(reader, frame, unit, name)
    if card and asked is None:
        reader.refuse(Field.CARD_NUMBER, NotAskedHere(text=card))
    if asked is not None and asked.name != name:
        reader.refuse(Field.NAME, OtherName())
    if asked is not None and unit not in (asked.unit, asked.short_unit):
        reader.refuse(Field.UNIT, OtherUnit())
    return asked


def _by_name(reader: RowReader[Field], frame: Frame, unit: str, name: str) -> Asked | None:
    found = [each for each in frame.by_name.get(name, ()) if unit in (each.unit, each.short_unit)]
    is_of_staff = Field.POST in frame.layout.by_field
    if is_of_staff and len(found) > 1:
        post = reader.take(Field.POST, text)
        found = [each for each in found if each.post == post] or found
    if len(found) == 1:
        return found[0]
    if found:
        reader.refuse(Field.POST if is_of_staff else Field.CARD_NUMBER, Missing())
    elif not reader.problems:
        reader.refuse(Field.NAME, NotAskedHere(text=name))
    return None


def _twice(layout: Layout[Field], line: Line, lines: Sequence[Line]) -> BadRow[Field]:
    others = ", ".join(str(each.row.number) for each in lines if each is not line)
    return BadRow(line.row, [problem(layout, Field.NAME, TwiceInFile(rows=others))])
