"""Taking in a workbook of entries: kept and checked first, entered in one transaction when its owner says so."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core import clock
from lms.core.database import db, lock_row, transaction
from lms.documents.intake import keeping
from lms.documents.intake.book import Fault, write_book
from lms.documents.intake.reading import read_sheet
from lms.records.kinds.entering import open_kinds
from lms.records.models import Source
from lms.records.posting import post_for_mandates
from lms.records.workbooks import access
from lms.records.workbooks.columns import LAYOUT, Field
from lms.records.workbooks.models import EntryWorkbook, WorkbookState
from lms.records.workbooks.plan import make_plan, take_frame
from lms.records.workbooks.refusals import DecidedAlready, HasBadRows, TooManyRows

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.documents.intake.reading import Cell, Sheet
    from lms.records.workbooks.plan import Plan

LONGEST_FILE_NAME = 200
MOST_ROWS = 10_000  # Some ten seconds of one request; a congress has 3,000 deputies at most.


class Choice(StrEnum):
    """What to do with a workbook that has bad rows."""

    GOOD_ROWS = "good_rows"
    ALL_OR_NONE = "all_or_none"


def hand_in(data: bytes, file_name: str, *, actor: Actor, now: datetime) -> EntryWorkbook:
    """Check a workbook and keep it, sealed, until it is entered or put away.

    Raises:
        NotFound: the actor enters for nobody.
        WorkbookUnreadable: the file as a whole cannot be taken; nothing is kept.
    """
    plan = _plan(db.session(), _read(data), actor=actor, today=clock.local_date(now))
    with transaction() as session:
        workbook = EntryWorkbook(
            congress_id=actor.congress_id,
            file_name=file_name[:LONGEST_FILE_NAME],
            file_sha256=keeping.keep(session, data, now=now),
            counts=plan.counts,
            handed_in_by=actor.account_id,
            handed_in_at=now,
        )
        session.add(workbook)
        session.flush()
        _note(session, workbook, "entry_workbook.handed_in", actor=actor, now=now)
        return workbook


def check(session: Session, workbook: EntryWorkbook, *, actor: Actor, today: date) -> Plan:
    """What a kept workbook would enter now. Reads only.

    Raises:
        DecidedAlready: the file is no longer kept.
    """
    return _plan(session, _kept_sheet(workbook), actor=actor, today=today)


def enter(public_id: uuid.UUID, choice: Choice, *, actor: Actor, now: datetime) -> Plan:
    """Enter a kept workbook in one transaction: its good rows, or none if any is bad.

    Raises:
        NotFound: it is not the actor's.
        DecidedAlready: it was entered or put away.
        HasBadRows: there are bad rows and the choice is all or none.
    """
    with transaction() as session:
        workbook = lock_row(session, EntryWorkbook, access.workbook(session, public_id, actor=actor).id)
        plan = check(session, workbook, actor=actor, today=clock.local_date(now))
        if plan.bad and choice is Choice.ALL_OR_NONE:
            raise HasBadRows(count=len(plan.bad))
        post_for_mandates(session, plan.facts, now=now)
        workbook.state, workbook.entered_by, workbook.entered_at = WorkbookState.ENTERED, actor.account_id, now
        workbook.counts, workbook.file_sha256 = plan.counts, None
        _note(session, workbook, "entry_workbook.entered", actor=actor, now=now)
        return plan


def put_away(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Let a workbook go without entering it; raises NotFound and DecidedAlready."""
    with transaction() as session:
        workbook = lock_row(session, EntryWorkbook, access.workbook(session, public_id, actor=actor).id)
        if workbook.state is not WorkbookState.CHECKED:
            raise DecidedAlready
        _let_go(session, workbook, actor=actor, now=now)


def put_away_undecided(*, before: datetime, now: datetime) -> int:
    """Let the workbooks go that were handed in before an instant and never decided on; returns how many."""
    with transaction() as session:
        waiting = select(EntryWorkbook).where(
            EntryWorkbook.state == WorkbookState.CHECKED, EntryWorkbook.handed_in_at < before
        )
        workbooks = session.scalars(waiting.order_by(EntryWorkbook.id).with_for_update()).all()
        for each in workbooks:
            _let_go(session, each, actor=None, now=now)
        return len(workbooks)


def template(session: Session, *, actor: Actor, now: datetime) -> bytes:
    """The empty workbook with its lists and notes."""
    return _book(session, actor=actor, now=now)


def bad_rows(session: Session, workbook: EntryWorkbook, *, actor: Actor, now: datetime) -> bytes:
    """The rows that cannot be taken, each as it came with every reason, to mend and hand in again."""
    plan = check(session, workbook, actor=actor, today=clock.local_date(now))
    faults = [Fault(bad.row.number, [each.message for each in bad.problems]) for bad in plan.bad]
    return _book(session, [bad.row.cells for bad in plan.bad], faults, actor=actor, now=now)


def _book(
    session: Session,
    rows: Iterable[Mapping[Field, Cell]] = (),
    faults: Sequence[Fault] | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> bytes:
    kinds = open_kinds(session, congress_id=actor.congress_id, source=Source.EXCEL)
    target = BytesIO()
    write_book(target, LAYOUT, {Field.KIND: [kind.name for kind in kinds]}, created=now, rows=rows, faults=faults)
    return target.getvalue()


def _read(data: bytes) -> Sheet[Field]:
    sheet = read_sheet(data, LAYOUT)
    if len(sheet.rows) > MOST_ROWS:
        raise TooManyRows(rows=len(sheet.rows), most=MOST_ROWS)
    return sheet


def _kept_sheet(workbook: EntryWorkbook) -> Sheet[Field]:
    if workbook.state is not WorkbookState.CHECKED or workbook.file_sha256 is None:
        raise DecidedAlready
    return _read(keeping.read(workbook.file_sha256))


def _plan(session: Session, sheet: Sheet[Field], *, actor: Actor, today: date) -> Plan:
    frame = take_frame(session, actor.congress_id, bodies=access.bodies(actor), today=today)
    return make_plan(session, sheet, frame)


def _let_go(session: Session, workbook: EntryWorkbook, *, actor: Actor | None, now: datetime) -> None:
    workbook.state, workbook.file_sha256 = WorkbookState.PUT_AWAY, None
    _note(session, workbook, "entry_workbook.put_away", actor=actor, now=now)


def _note(session: Session, workbook: EntryWorkbook, action: str, *, actor: Actor | None, now: datetime) -> None:
    subject = ("entry_workbook", workbook.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, now=now)
