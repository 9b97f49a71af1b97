"""Taking a roster in: the file is kept and checked first, and applied in one transaction when the admin says so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core import clock
from lms.core.database import db, lock_row, transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.documents.intake import keeping
from lms.people.models import ImportState, RosterImport, Term
from lms.people.roster.plan import make_plan
from lms.people.roster.reading import read_roster
from lms.people.roster.refusals import BeforeTerm, HasBadRows, ImportDone, NotInFuture
from lms.people.roster.writing import Occasion, write

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.roster.plan import Plan, Progress
    from lms.people.roster.reading import Sheet

LONGEST_FILE_NAME = 200


class Choice(StrEnum):
    """What to do with a file that has bad rows."""

    VALID_ROWS = "valid_rows"
    ALL_OR_NONE = "all_or_none"


class ChangedMeanwhile(DomainError):
    template = N_("Somebody else changed the same people just now. Nothing was changed; please check the file again.")


def upload(data: bytes, file_name: str, *, term: Term, actor: Actor | None, now: datetime) -> RosterImport:
    """Check a file and keep it, sealed, until it is applied or put away.

    Raises:
        WorkbookUnreadable: the file as a whole cannot be taken; nothing is kept.
    """
    plan = make_plan(db.session(), term, read_roster(data), today=clock.local_date(now))
    with transaction() as session:
        run = _new_run(session, term, file_name, actor, now)
        run.file_sha256, run.counts = keeping.keep(session, data, now=now), plan.counts
        audit.record(session, actor=actor, action="roster.uploaded", subject=("roster_import", run.public_id), now=now)
        return run


def check(session: Session, run: RosterImport, *, today: date) -> Plan:
    """What a kept file would change now. Reads only.

    Raises:
        ImportDone: the file is no longer kept.
    """
    return make_plan(session, session.get_one(Term, run.term_id), _kept_sheet(run), today=today)


def apply(
    run_id: int, choice: Choice, *, effective_on: date, actor: Actor, now: datetime, progress: Progress | None = None
) -> Plan:
    """Apply a kept file in one transaction: its good rows, or none if any is bad.

    The file is compared anew, under the lock of its term, with what is known at this moment.

    Args:
        run_id: the import.
        choice: what to do about bad rows.
        effective_on: from which day on changes of known mandates hold; new ones hold from their own first day.
        actor: who says so.
        now: when.
        progress: is told how many rows are checked, of how many.

    Raises:
        ImportDone: it was applied or put away already.
        HasBadRows: there are bad rows and the choice is all or none.
        NotInFuture, BeforeTerm: the day cannot be.
        ChangedMeanwhile: other work took a phone or document of the file at the same moment.
    """
    try:
        with transaction() as session:
            run = lock_row(session, RosterImport, run_id)
            return _apply(session, run, _kept_sheet(run), choice, Occasion(actor, now, effective_on), progress=progress)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def import_file(
    data: bytes,
    file_name: str,
    choice: Choice,
    *,
    term: Term,
    effective_on: date,
    actor: Actor | None,
    now: datetime,
    progress: Progress | None = None,
) -> Plan:
    """Check and apply a file in one go, as the command line does; nothing of the file is kept. Raises as `apply` does.

    Raises:
        WorkbookUnreadable: the file as a whole cannot be taken.
    """
    sheet = read_roster(data)
    try:
        with transaction() as session:
            run = _new_run(session, term, file_name, actor, now)
            return _apply(session, run, sheet, choice, Occasion(actor, now, effective_on), progress=progress)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def put_away(run_id: int, *, actor: Actor, now: datetime) -> None:
    """Let a checked file go without applying it; raises ImportDone."""
    with transaction() as session:
        run = lock_row(session, RosterImport, run_id)
        if run.state is not ImportState.CHECKED:
            raise ImportDone
        _put_away(session, run, actor, now)


def put_away_undecided(*, before: datetime, now: datetime) -> int:
    """Let the files go that were uploaded before an instant and never decided on; returns how many."""
    with transaction() as session:
        waiting = select(RosterImport).where(
            RosterImport.state == ImportState.CHECKED, RosterImport.uploaded_at < before
        )
        runs = session.scalars(waiting.order_by(RosterImport.id).with_for_update()).all()
        for run in runs:
            _put_away(session, run, None, now)
        return len(runs)


def _put_away(session: Session, run: RosterImport, actor: Actor | None, now: datetime) -> None:
    run.state, run.file_sha256 = ImportState.DISCARDED, None
    audit.record(session, actor=actor, action="roster.put_away", subject=("roster_import", run.public_id), now=now)


def _new_run(session: Session, term: Term, file_name: str, actor: Actor | None, now: datetime) -> RosterImport:
    run = RosterImport(
        congress_id=term.congress_id,
        term_id=term.id,
        file_name=file_name[:LONGEST_FILE_NAME],
        counts={},
        uploaded_by=actor.account_id if actor is not None else None,
        uploaded_at=now,
    )
    session.add(run)
    session.flush()
    return run


def _kept_sheet(run: RosterImport) -> Sheet:
    if run.state is not ImportState.CHECKED or run.file_sha256 is None:
        raise ImportDone
    return read_roster(keeping.read(run.file_sha256))


def _apply(
    session: Session, run: RosterImport, sheet: Sheet, choice: Choice, occasion: Occasion, *, progress: Progress | None
) -> Plan:
    """Compare and write under the lock of the term, so that two imports follow one another."""
    now, today = occasion.now, clock.local_date(occasion.now)
    term = lock_row(session, Term, run.term_id)
    if occasion.effective_on > today:
        raise NotInFuture
    if occasion.effective_on < term.starts_on:
        raise BeforeTerm(date=term.starts_on.isoformat())
    plan = make_plan(session, term, sheet, today=today, progress=progress)
    if plan.bad and choice is Choice.ALL_OR_NONE:
        raise HasBadRows(count=len(plan.bad))
    write(session, plan, occasion)
    run.state, run.applied_at, run.counts, run.file_sha256 = ImportState.APPLIED, now, plan.counts, None
    subject = ("roster_import", run.public_id)
    audit.record(session, actor=occasion.actor, action="roster.applied", subject=subject, now=now)
    return plan
