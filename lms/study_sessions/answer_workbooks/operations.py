"""Handing a workbook of answers in, and the workbooks that go out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.documents.intake.book import Fault, write_book
from lms.documents.intake.reading import read_sheet
from lms.documents.intake.rows import BadRow, problem
from lms.records.workbooks.refusals import TooManyRows
from lms.study_sessions.answer_workbooks import access, queries
from lms.study_sessions.answer_workbooks.columns import COMES, DOES_NOT_COME, Field, layout_of
from lms.study_sessions.answer_workbooks.plan import make_plan, take_frame
from lms.study_sessions.labels import PLACE_STATE
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lms.core.permissions import Actor
    from lms.documents.intake.layout import Layout
    from lms.documents.intake.reading import Cell
    from lms.study_sessions.answer_workbooks.plan import Line
    from lms.study_sessions.models import Enrolment

MOST_ROWS = 1000


@dataclass(frozen=True)
class Outcome:
    """What became of the rows of a workbook."""

    accepted: int
    declined: int
    same: int
    bad: Sequence[BadRow[Field]]


def hand_in(study_session_id: int, data: bytes, *, actor: Actor, now: datetime) -> Outcome:
    """Apply every good row as the liaison's own answer in the deputy's stead; the others come back with the reasons.

    Each answer is a transaction of its own, so that the study session is locked for one deputy at a time. Where it breaks
    off, the same workbook handed in again does the rest: what was said already is left as it is.

    Raises:
        NotFound: the actor answers for nobody.
        WorkbookUnreadable: the file is none that can be read, or its header cannot be used.
    """
    bodies = access.bodies(actor)
    study_session = db.session.get_one(StudySession, study_session_id)
    layout = layout_of(study_session)
    sheet = read_sheet(data, layout)
    if len(sheet.rows) > MOST_ROWS:
        raise TooManyRows(rows=len(sheet.rows), most=MOST_ROWS)
    plan = make_plan(sheet, take_frame(layout, queries.called_up(db.session(), study_session_id, bodies)))
    refused: list[BadRow[Field]] = []
    applied: list[Line] = []
    for line in plan.new:
        try:
            _answer(line, actor=actor, now=now)
        except DomainError as refusal:
            refused.append(BadRow(line.row, [problem(layout, Field.ANSWER, refusal)]))
        else:
            applied.append(line)
    accepted = sum(bool(line.comes) for line in applied)
    bad = sorted([*plan.bad, *refused], key=lambda each: each.row.number)
    return Outcome(accepted, len(applied) - accepted, plan.same, bad)


def template(study_session: StudySession, asked: Sequence[Enrolment], *, now: datetime) -> bytes:
    """The workbook to fill in, with everyone who is asked and what each has said so far."""
    return _book(layout_of(study_session), [_cells(each) for each in asked], now=now)


def bad_rows(study_session: StudySession, outcome: Outcome, *, now: datetime) -> bytes:
    """The rows that were not taken, each as it came with every reason, to mend and hand in again."""
    faults = [Fault(each.row.number, [said.message for said in each.problems]) for each in outcome.bad]
    return _book(layout_of(study_session), [each.row.cells for each in outcome.bad], faults, now=now)


def _answer(line: Line, *, actor: Actor, now: datetime) -> None:
    if line.comes:
        answers.accept(line.asked.enrolment_id, actor=actor, now=now)
    else:
        answers.decline(line.asked.enrolment_id, line.reason, actor=actor, now=now)


def _cells(enrolment: Enrolment) -> Mapping[Field, Cell]:
    return {
        Field.NAME: enrolment.person.name,
        Field.UNIT: enrolment.unit.name,
        **(
            {Field.POST: enrolment.staff_member.post}
            if enrolment.staff_member
            else {Field.CARD_NUMBER: enrolment.card_number}
        ),
        Field.STATE: _(PLACE_STATE[enrolment.state][0]),
    }


def _book(
    layout: Layout[Field], rows: Iterable[Mapping[Field, Cell]], faults: Sequence[Fault] | None = None, *, now: datetime
) -> bytes:
    target = BytesIO()
    lists = {Field.ANSWER: [_(COMES), _(DOES_NOT_COME)]}
    write_book(target, layout, lists, created=now, rows=rows, faults=faults)
    return target.getvalue()
