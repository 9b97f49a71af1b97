"""Checking a period: asked once, reminded once, confirmed in person, objected to, or silent; then the report."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.working_days import CalendarNotPublished
from lms.notices.models import Notice
from lms.people.models import ChangeKind, Ground
from lms.records.checks import operations
from lms.records.checks.jobs import tell_all
from lms.records.checks.models import CheckConfirmation, CheckPeriod, CheckReport, Told
from lms.records.checks.queries import periods_of, requests
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
from lms.records.checks.states import CheckState, state_of_entry
from lms.records.objections import operations as objections
from lms.records.objections.models import Objection
from tests.factories import NOW, make_change, make_mandate
from tests.records.correcting.office import DAY, make_office
from tests.records.correcting.test_corrections import at_once
from tests.support.append_only import assert_refused

if TYPE_CHECKING:
    from lms.records.models import RecordEntry
    from tests.records.correcting.office import Office

pytestmark = pytest.mark.usefixtures("database")

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 15)
CLOSES = date(2026, 3, 30)  # Ten working days after Monday 16 March.
AFTER = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)


@pytest.fixture
def office() -> Office:
    return make_office()


def open_period(office: Office, first: date = FIRST, last: date = LAST, now: datetime = NOW) -> CheckPeriod:
    return operations.open_period(first, last, working_days=10, actor=office.keeper, now=now)


def confirm(office: Office, period: CheckPeriod, now: datetime = NOW) -> None:
    operations.confirm(period.public_id, actor=office.deputy, now=now)


def issue(office: Office, period: CheckPeriod, now: datetime = AFTER) -> CheckReport:
    return operations.issue_report(period.public_id, actor=office.keeper, now=now)


def state(office: Office, entry: RecordEntry, today: date) -> CheckState:
    db.session.rollback()
    mine = db.session.scalars(select(Objection).where(Objection.mandate_id == office.mandate.id)).all()
    return state_of_entry(
        entry, periods_of(office.mandate.person_id, congress_id=office.body.congress_id), mine, today=today
    )


def state_of_deputy(office: Office, period: CheckPeriod, today: date) -> CheckState:
    db.session.rollback()
    (found,) = [each for each in requests(period, today=today) if each.mandate_id == office.mandate.id]
    return found.state


def test_ten_working_days_are_reckoned_with_the_holidays_and_the_reminder_comes_three_before(office: Office) -> None:
    period = open_period(office)
    assert (period.closes_on, period.remind_on) == (CLOSES, date(2026, 3, 25))


def test_a_year_without_its_calendar_is_refused_and_nothing_is_guessed(office: Office) -> None:
    with pytest.raises(CalendarNotPublished):
        open_period(office, now=datetime(2035, 3, 16, tzinfo=UTC))


def test_whoever_is_in_office_is_asked_and_told_once_with_a_link(office: Office) -> None:
    left = make_mandate(office.body)
    make_change(left, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=date(2026, 2, 1))
    period = open_period(office)
    assert [tell_all(period.id, Told.OPENED, now=NOW) for _ in range(2)] == [1, 0]
    notice = db.session.scalars(select(Notice)).one()
    assert notice.person_id == office.mandate.person_id
    assert notice.link_params == {"public_id": str(period.public_id)}


def test_one_reminder_goes_to_whoever_has_not_answered(office: Office) -> None:
    silent = make_mandate(office.body)
    period = open_period(office)
    tell_all(period.id, Told.OPENED, now=NOW)
    confirm(office, period)
    later = NOW + timedelta(days=9)
    assert [tell_all(period.id, Told.REMINDED, now=later) for _ in range(2)] == [1, 0]
    told = Counter(db.session.scalars(select(Notice.person_id)))
    assert told == {office.mandate.person_id: 1, silent.person_id: 2}


def test_silence_is_no_confirmation_and_a_confirmation_no_silence(office: Office) -> None:
    entry, period = office.enter(), open_period(office)
    assert state(office, entry, CLOSES) is CheckState.PENDING
    assert state_of_deputy(office, period, CLOSES) is CheckState.PENDING
    assert state(office, entry, AFTER.date()) is CheckState.SILENT
    assert state_of_deputy(office, period, AFTER.date()) is CheckState.SILENT
    confirm(office, period, AFTER)
    assert state(office, entry, AFTER.date()) is CheckState.CONFIRMED
    assert state_of_deputy(office, period, AFTER.date()) is CheckState.CONFIRMED


def test_what_is_entered_after_the_confirmation_is_not_confirmed_by_it(office: Office) -> None:
    period = open_period(office)
    confirm(office, period, NOW - timedelta(hours=1))
    assert state(office, office.enter(), CLOSES) is CheckState.PENDING


def test_an_objection_counts_until_its_deputy_confirms_after_the_answer(office: Office) -> None:
    entry, period = office.enter(), open_period(office)
    objection = objections.file_about_entry(entry.public_id, "有误", None, actor=office.deputy, now=NOW)
    assert objection.period_id == period.id
    assert state(office, entry, CLOSES) is CheckState.OBJECTED
    with pytest.raises(ObjectionOpen):
        confirm(office, period)
    objections.reject(objection.public_id, "无误", actor=office.second, now=NOW)
    assert state_of_deputy(office, period, AFTER.date()) is CheckState.OBJECTED
    confirm(office, period, AFTER)
    assert state_of_deputy(office, period, AFTER.date()) is CheckState.CONFIRMED


def test_nobody_confirms_for_the_deputy_and_nobody_who_was_not_asked(office: Office) -> None:
    period = open_period(office)
    with pytest.raises(OnlyInPerson):
        operations.confirm(period.public_id, actor=office.helper, now=NOW)
    with pytest.raises(NotFound):
        operations.confirm(period.public_id, actor=make_office().deputy, now=NOW)


def test_two_confirmations_at_once_are_one(office: Office) -> None:
    period = open_period(office)
    assert at_once(lambda: confirm(office, period), lambda: confirm(office, period)) == [None, None]
    assert len(db.session.scalars(select(CheckConfirmation)).all()) == 1


def test_the_report_waits_for_the_close_and_for_every_answer(office: Office) -> None:
    make_mandate(office.body)
    entry, period = office.enter(), open_period(office)
    with pytest.raises(StillOpen):
        issue(office, period, NOW)
    objection = objections.file_about_entry(entry.public_id, "有误", None, actor=office.deputy, now=AFTER)
    with pytest.raises(ObjectionsOpen):
        issue(office, period)
    objections.uphold(objection.public_id, None, "属实", actor=office.second, now=AFTER)
    with pytest.raises(ObjectionsOpen):  # Its correction waits for the second person.
        issue(office, period)


def test_an_issued_report_adds_up_and_takes_no_more_answers(office: Office) -> None:
    make_mandate(office.body)
    period = open_period(office)
    confirm(office, period)
    report = issue(office, period)
    assert (report.asked, report.confirmed, report.objected, report.silent) == (2, 1, 0, 1)
    with pytest.raises(ReportIssued):
        confirm(office, period, AFTER)
    with pytest.raises(ReportIssued):
        issue(office, period)
    objection = objections.file_about_missing(DAY, "缺一次", None, actor=office.deputy, now=AFTER)
    assert objection.period_id is None
    for table in ("check_period", "check_request", "check_confirmation", "check_report"):
        assert_refused(f"DELETE FROM {table}")


def test_a_report_and_an_objection_at_once_never_pass_one_another(office: Office) -> None:
    entry, period = office.enter(), open_period(office)
    outcomes = at_once(
        lambda: issue(office, period),
        lambda: objections.file_about_entry(entry.public_id, "有误", None, actor=office.deputy, now=AFTER),
    )
    objection = db.session.scalars(select(Objection)).one()
    assert (outcomes[0] is ObjectionsOpen) == (objection.period_id == period.id)


def test_days_are_laid_before_the_deputies_once_and_only_when_they_have_passed(office: Office) -> None:
    with pytest.raises(PeriodNotOver):
        open_period(office, FIRST, NOW.date())
    outcomes = at_once(lambda: open_period(office), lambda: open_period(office, LAST))
    assert sorted(outcomes, key=str) == [PeriodsOverlap, None]


def test_without_a_deputy_in_office_there_is_nobody_to_ask(office: Office) -> None:
    make_change(office.mandate, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=date(2026, 2, 1))
    with pytest.raises(NobodyToAsk):
        open_period(office)
    assert db.session.scalars(select(CheckPeriod)).all() == []
