"""Working days by the State Council's calendar."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import pytest

from lms.core import working_days
from lms.core.working_days import (
    CalendarFileError,
    CalendarNotPublished,
    add_working_days,
    is_published,
    is_working_day,
    provisional_working_days_between,
    provisionally_add_working_days,
    working_days_between,
)

# A year whose notice will not be published for a long time.
FAR = 2090


@pytest.fixture
def folder(tmp_path):
    """Calendar files of an installation."""
    yield tmp_path
    working_days.use(working_days.SHIPPED)


def test_2026_has_248_working_days():
    assert working_days_between(date(2026, 1, 1), date(2026, 12, 31)) == 248


@pytest.mark.parametrize(("year", "count"), [(2023, 249), (2024, 251), (2025, 248)], ids=str)
def test_earlier_years_of_the_term_are_known(year, count):
    assert working_days_between(date(year, 1, 1), date(year, 12, 31)) == count


@pytest.mark.parametrize("month_day", [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)])
def test_weekends_worked_in_2026(month_day):
    assert is_working_day(date(2026, *month_day))


@pytest.mark.parametrize("month_day", [(1, 1), (2, 16), (4, 6), (5, 5), (6, 19), (9, 25), (10, 7), (1, 10)])
def test_days_off_in_2026(month_day):
    assert not is_working_day(date(2026, *month_day))


def test_the_shipped_year_agrees_with_the_package():
    differing = [
        day
        for day in working_days._days(date(2026, 1, 1), date(2026, 12, 31))
        if is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 3, 16), -5, date(2026, 3, 9)),
        (date(2026, 2, 16), 0, date(2026, 2, 16)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
    ],
)
def test_working_days_are_counted_from_a_day(day, count, reached):
    assert add_working_days(day, count) == reached


def test_a_span_that_ends_before_it_begins_has_no_days():
    assert working_days_between(date(2026, 3, 2), date(2026, 3, 1)) == 0


def test_a_year_not_yet_published_is_refused_by_its_number():
    with pytest.raises(CalendarNotPublished, match=str(FAR)):
        is_working_day(date(FAR, 3, 1))
    with pytest.raises(CalendarNotPublished, match=str(FAR)):
        working_days_between(date(FAR, 1, 1), date(FAR, 12, 31))


def test_counting_into_a_year_not_yet_published_is_refused():
    last = max(year for year in range(2023, FAR) if is_published(year))
    with pytest.raises(CalendarNotPublished, match=str(last + 1)):
        add_working_days(date(last, 12, 31), 1)


def test_a_provisional_answer_says_which_year_it_guessed():
    answer = provisionally_add_working_days(date(FAR, 3, 3), 1)
    assert (answer.value, answer.unpublished, answer.is_certain) == (date(FAR, 3, 6), (FAR,), False)
    assert provisional_working_days_between(date(FAR, 1, 1), date(FAR, 12, 31)).unpublished == (FAR,)


def test_a_provisional_answer_that_needed_no_guess_is_certain():
    answer = provisionally_add_working_days(date(2026, 2, 14), 1)
    assert (answer.value, answer.is_certain) == (date(2026, 2, 24), True)


def test_a_notice_newer_than_the_release_is_read_from_the_data_folder(folder):
    (folder / f"{FAR}.csv").write_text(f"first,last,kind,occasion\n{FAR}-03-06,{FAR}-03-06,off,x\n")
    working_days.use(folder)
    assert is_published(FAR)
    assert add_working_days(date(FAR, 3, 3), 1) == date(FAR, 3, 7)
    assert is_working_day(date(2026, 2, 14))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("day\n", 1),
        (f"first,last,kind,occasion\n{FAR}-03-06,{FAR}-03-06,free,x\n", 2),
        (f"first,last,kind,occasion\n{FAR}-03-06,,off,x\n", 2),
        (f"first,last,kind,occasion\n{FAR + 1}-03-06,{FAR + 1}-03-06,off,x\n", 2),
        (f"first,last,kind,occasion\n{FAR}-03-06,{FAR}-03-01,off,x\n", 2),
    ],
)
def test_a_bad_calendar_file_is_refused_by_its_line(folder, text, line):
    (folder / f"{FAR}.csv").write_text(text)
    with pytest.raises(CalendarFileError, match=f"{FAR}.csv:{line} "):
        working_days.use(folder)
