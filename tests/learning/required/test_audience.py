"""Of whom a study is asked, since when and until when: the rule alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from lms.learning.required.audience import AskedOf, Rule, asked
from lms.people.histories import Change, moments
from lms.people.models import ChangeKind

SET_ON = date(2026, 3, 16)
ELECTED = date(2023, 3, 5)


def at(day: date) -> datetime:
    return datetime.combine(day, time(1), UTC)


def change(kind: ChangeKind, day: date, *, recorded: date | None = None, **values: object) -> Change:
    return Change(1, kind, day, at(recorded or day), values)


def elected(day: date = ELECTED, *, recorded: date | None = None, body: int = 7, **values: object) -> Change:
    said = {"electing_body_id": body, "is_newly_elected": True, "is_grassroots": False} | values
    return change(ChangeKind.ELECTED, day, recorded=recorded, **said)


def rule(asked_of: AskedOf = AskedOf.ALL, **given: object) -> Rule:
    terms = {"days": 30} if not {"days", "due_on"} & set(given) else {}
    return Rule(asked_of=asked_of, from_on=SET_ON, recorded_at=at(SET_ON), **terms, **given)


def asks(of: Rule, *history: Change):
    return asked(of, moments(history))


@pytest.mark.parametrize(
    ("of", "attributes", "is_asked"),
    [
        (rule(), {}, True),
        (rule(AskedOf.NEWLY_ELECTED), {}, True),
        (rule(AskedOf.NEWLY_ELECTED), {"is_newly_elected": False}, False),
        (rule(AskedOf.GRASSROOTS), {}, False),
        (rule(AskedOf.GRASSROOTS), {"is_grassroots": True}, True),
        (rule(AskedOf.BODIES, body_ids=frozenset({7})), {}, True),
        (rule(AskedOf.BODIES, body_ids=frozenset({8})), {}, False),
    ],
)
def test_each_audience_is_what_its_name_says(of, attributes, is_asked):
    assert (asks(of, elected(**attributes)) is not None) is is_asked


def test_nobody_is_asked_who_is_suspended_or_has_left():
    for kind in (ChangeKind.SUSPENDED, ChangeKind.ENDED):
        assert asks(rule(), elected(), change(kind, date(2026, 2, 1))) is None


def test_time_runs_from_when_it_was_set_for_those_who_were_there():
    found = asks(rule(), elected())
    assert found
    assert (found.asked_on, found.due_on) == (SET_ON, date(2026, 4, 15))


def test_time_runs_from_when_the_platform_was_told():
    found = asks(rule(), elected(date(2026, 5, 1), recorded=date(2026, 7, 1)))
    assert found
    assert (found.asked_on, found.due_on) == (date(2026, 7, 1), date(2026, 7, 31))


def test_whoever_comes_back_starts_anew():
    away = change(ChangeKind.SUSPENDED, date(2026, 3, 20))
    back = change(ChangeKind.RESUMED, date(2026, 6, 1))
    found = asks(rule(), elected(), away, back)
    assert found
    assert found.asked_on == date(2026, 6, 1)


def test_a_change_that_leaves_the_audience_as_it_is_gives_no_new_time():
    moved = change(ChangeKind.CHANGED, date(2026, 3, 30), electing_body_id=8)
    found = asks(rule(), elected(), moved)
    assert found
    assert (found.asked_on, found.body_id) == (SET_ON, 8)


def test_a_change_that_brings_a_deputy_into_the_audience_asks_from_then_on():
    became = change(ChangeKind.CHANGED, date(2026, 4, 1), is_grassroots=True)
    found = asks(rule(AskedOf.GRASSROOTS), elected(), became)
    assert found
    assert found.asked_on == date(2026, 4, 1)


def test_a_fixed_day_is_the_same_for_all_and_asks_nobody_who_comes_later():
    fixed = rule(due_on=date(2026, 4, 30))
    assert asks(fixed, elected()).due_on == date(2026, 4, 30)
    assert asks(fixed, elected(date(2026, 4, 30))).due_on == date(2026, 4, 30)
    assert asks(fixed, elected(date(2026, 5, 1))) is None


def test_with_both_the_later_day_counts():
    both = rule(due_on=date(2026, 4, 30), days=30)
    assert asks(both, elected()).due_on == date(2026, 4, 30)
    assert asks(both, elected(date(2026, 5, 1))).due_on == date(2026, 5, 31)


def test_an_induction_is_asked_only_of_mandates_that_were_recorded_after_it_was_set():
    induction = rule(is_induction=True)
    assert asks(induction, elected()) is None
    assert asks(induction, elected(date(2026, 3, 1), recorded=date(2026, 3, 17))) is not None
