"""Opening a period, confirming it in person, and issuing its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, literal, or_, select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.core.i18n import format_day
from lms.core.jobs import enqueue
from lms.core.upsert import insert_into
from lms.core.working_days import add_working_days
from lms.people.models import Congress
from lms.people.office import in_office
from lms.records.checks import access
from lms.records.checks.models import CheckConfirmation, CheckGate, CheckPeriod, CheckReport, CheckRequest
from lms.records.checks.refusals import (
    NobodyToAsk,
    ObjectionOpen,
    ObjectionsOpen,
    OnlyInPerson,
    PeriodNotOver,
    PeriodsOverlap,
    ReportIssued,
    StillOpen,
)
from lms.records.checks.states import CheckState, state_of_request
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.objections.models import Objection, ObjectionState

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

NOTICES_JOB = "records.check_notices"
REMIND_BEFORE = 3  # Working days before the last one: time enough to look, and one reminder only.


def open_period(starts_on: date, ends_on: date, *, working_days: int, actor: Actor, now: datetime) -> CheckPeriod:
    """Lay the entries of some days before every deputy in office; the worker then tells each of them.

    Args:
        starts_on: the first day.
        ends_on: the last day, already past.
        working_days: how long the deputies have, from today.
        actor: who opens it.
        now: from when it is open.

    Raises:
        PeriodNotOver, PeriodsOverlap, NobodyToAsk.
        CalendarNotPublished: the day of closing cannot be named yet.
    """
    today = local_date(now)
    if not starts_on <= ends_on < today:
        raise PeriodNotOver
    closes_on = add_working_days(today, working_days)
    with transaction() as session:
        lock_row(session, Congress, actor.congress_id)  # Two who open at once see one another.
        _must_not_overlap(session, starts_on, ends_on, actor.congress_id)
        period = CheckPeriod(
            congress_id=actor.congress_id,
            starts_on=starts_on,
            ends_on=ends_on,
            closes_on=closes_on,
            remind_on=add_working_days(closes_on, -min(REMIND_BEFORE, working_days - 1)),
            opened_by=actor.account_id,
            opened_at=now,
        )
        session.add(period)
        session.flush()
        session.add(CheckGate(period_id=period.id))
        _ask_everybody(session, period, today=today)
        enqueue(session, NOTICES_JOB, {}, actor=actor, now=now)
        _note(session, period, "check_period.opened", actor=actor, now=now)
        return period


def confirm(period_id: uuid.UUID, *, actor: Actor, now: datetime) -> CheckPeriod:
    """Note that the deputy has checked the period's entries in person, as they stand; a second time changes nothing.

    Raises:
        OnlyInPerson: somebody acts for the deputy.
        NotFound: the actor was not asked.
        ReportIssued: it is too late.
        ObjectionOpen: the deputy objects to something in it.
    """
    if actor.acting_for is not None:
        raise OnlyInPerson
    with transaction() as session:
        asked = access.own_request(session, period_id, actor=actor)
        lock_gate(session, asked.period_id)
        period = session.get_one(CheckPeriod, asked.period_id)
        if is_reported(session, period.id):
            raise ReportIssued
        open_ones = select(Objection.id).where(
            Objection.period_id == period.id,
            Objection.mandate_id == asked.mandate_id,
            Objection.state == ObjectionState.OPEN,
        )
        if session.scalar(open_ones) is not None:
            raise ObjectionOpen
        if _state(session, asked, today=local_date(now)) is not CheckState.CONFIRMED:
            session.add(
                CheckConfirmation(
                    period_id=period.id, mandate_id=asked.mandate_id, account_id=actor.account_id, confirmed_at=now
                )
            )
            _note(session, period, "check_period.confirmed", actor=actor, now=now)
        return period


def issue_report(period_id: uuid.UUID, *, actor: Actor, now: datetime) -> CheckReport:
    """Issue the report of a period: how many confirmed, objected and stayed silent. From then on it takes no answers.

    Raises:
        NotFound: there is no such period.
        StillOpen: the deputies still have time.
        ObjectionsOpen: an objection waits for its answer, or an upheld one for its correction.
        ReportIssued: it was issued before.
    """
    with transaction() as session:
        period = access.period(session, period_id, actor=actor)
        lock_gate(session, period.id)
        today = local_date(now)
        if is_reported(session, period.id):
            raise ReportIssued
        if period.is_open(today):
            raise StillOpen(day=format_day(period.closes_on))
        waiting = _waiting_objections(session, period)
        if waiting:
            raise ObjectionsOpen(count=waiting)
        report = CheckReport(
            period_id=period.id, issued_by=actor.account_id, issued_at=now, **counts(session, period, today)
        )
        session.add(report)
        session.flush()
        _note(session, period, "check_period.reported", actor=actor, now=now)
        return report


def counts(session: Session, period: CheckPeriod, today: date) -> dict[str, int]:
    """How many were asked, and how many have confirmed, objected and stayed silent."""
    state = state_of_request(today)
    rows = session.execute(
        select(state, func.count())
        .select_from(CheckRequest)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .where(CheckRequest.period_id == period.id)
        .group_by(state)
    ).all()
    found = {CheckState(name): count for name, count in rows}
    return {
        "asked": sum(found.values()),
        "confirmed": found.get(CheckState.CONFIRMED, 0),
        "objected": found.get(CheckState.OBJECTED, 0),
        "silent": found.get(CheckState.SILENT, 0),
    }


def lock_gate(session: Session, period_id: int) -> None:
    """Wait for whoever confirms, objects, tells or reports at this moment, until the transaction ends."""
    session.scalars(select(CheckGate.period_id).where(CheckGate.period_id == period_id).with_for_update()).one()


def is_reported(session: Session, period_id: int) -> bool:
    """Whether a period's report is issued, asked anew: under the gate's lock nobody issues one meanwhile."""
    return bool(session.scalar(select(exists().where(CheckReport.period_id == period_id))))


def _state(session: Session, asked: CheckRequest, *, today: date) -> CheckState:
    statement = (
        select(state_of_request(today))
        .select_from(CheckRequest)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .where(CheckRequest.period_id == asked.period_id, CheckRequest.mandate_id == asked.mandate_id)
    )
    return CheckState(session.scalars(statement).one())


def _must_not_overlap(session: Session, starts_on: date, ends_on: date, congress_id: int) -> None:
    other = session.scalar(
        select(CheckPeriod)
        .where(
            CheckPeriod.congress_id == congress_id, CheckPeriod.starts_on <= ends_on, CheckPeriod.ends_on >= starts_on
        )
        .limit(1)
    )
    if other is not None:
        raise PeriodsOverlap(starts=format_day(other.starts_on), ends=format_day(other.ends_on))


def _ask_everybody(session: Session, period: CheckPeriod, *, today: date) -> None:
    deputies = in_office(today, congress_id=period.congress_id).subquery()
    asked = insert_into(session, CheckRequest).from_select(
        ["period_id", "mandate_id"], select(literal(period.id), deputies.c.mandate_id)
    )
    session.execute(asked)
    if session.scalar(select(func.count()).where(CheckRequest.period_id == period.id)) == 0:
        raise NobodyToAsk


def _waiting_objections(session: Session, period: CheckPeriod) -> int:
    waits = or_(
        Objection.state == ObjectionState.OPEN,
        and_(Objection.state == ObjectionState.UPHELD, Correction.state == CorrectionState.PROPOSED),
    )
    statement = (
        select(func.count(Objection.id)).outerjoin(Objection.correction).where(Objection.period_id == period.id, waits)
    )
    return session.scalar(statement) or 0


def _note(session: Session, period: CheckPeriod, action: str, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("check_period", period.public_id), now=now)
