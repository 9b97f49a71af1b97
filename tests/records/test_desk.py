"""The desk: each subject shows what waits for the actor, and by when."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.permissions import Actor, Grant, Permission, Role
from lms.records import desk
from lms.records.deadlines import deadline
from lms.records.desk import Waiting

TODAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def empty_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_subjects", {})


def put(waiting: Waiting, *, permission: Permission = Permission.VIEW_RECORDS_DESK) -> None:
    desk.subject("test.subject", label="Tests", endpoint="tests.index", permission=permission)(
        lambda _actor, _today: waiting
    )


def lines(role: Role = Role.BUSINESS_ADMIN) -> list[desk.DeskLine]:
    return list(desk.lines(Actor.of(1, 1, 1, (Grant(role),)), today=TODAY))


def test_a_subject_is_shown_only_to_whom_it_concerns() -> None:
    put(Waiting(0), permission=Permission.DECIDE_RECORDS)
    assert [line.subject.name for line in lines()] == ["test.subject"]
    assert lines(Role.LIAISON) == []


def test_an_answer_is_due_on_the_fifteenth_working_day_and_owed_the_day_after() -> None:
    # Saturday 28 February 2026 is worked in stead of a day of the spring holiday.
    put(Waiting(1, since=date(2026, 2, 24)))
    (line,) = lines()
    assert line.deadline == deadline(date(2026, 2, 24))
    assert line.deadline.due_on == date(2026, 3, 16)
    assert not line.is_overdue
    assert line.deadline.is_overdue(date(2026, 3, 17))


def test_a_year_without_its_calendar_is_named_and_nothing_is_overdue() -> None:
    waits = deadline(date(2035, 6, 1))
    assert (waits.due_on, waits.unpublished) == (None, 2035)
    assert not waits.is_overdue(date(2099, 1, 1))


def test_two_subjects_of_one_name_are_refused() -> None:
    put(Waiting(0))
    with pytest.raises(ValueError, match=r"test\.subject"):
        put(Waiting(0))
