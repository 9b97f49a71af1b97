"""What clashes with some dates, by the table of rules, and which dates are free."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.settings import ROOT
from lms.planning.calendar.diary import Wish, open_diary
from lms.planning.calendar.models import DateKind
from lms.planning.calendar.rules import RULES, Clash, Weight
from lms.planning.resources.models import Venue
from tests.planning.cast import TUESDAY, Cast
from tests.study_sessions.making import make_study_session


def clashes(cast: Cast, first_on: date, days: int = 3, **given: object) -> set[Clash]:
    wish = Wish(first_on=first_on, last_on=first_on + timedelta(days=days - 1), **given)
    diary = open_diary(db.session(), cast.congress_id, wish)
    return {each.clash for each in diary.clashes(wish.first_on, wish.last_on)}


def free(cast: Cast, first_on: date, days: int = 3) -> list[tuple[date, date, bool]]:
    wish = Wish(first_on=first_on, last_on=first_on + timedelta(days=days - 1))
    windows = open_diary(db.session(), cast.congress_id, wish).free_windows()
    return [(each.first_on, each.last_on, each.is_certain) for each in windows]


def test_ordinary_days_clash_with_nothing(cast: Cast) -> None:
    assert clashes(cast, TUESDAY) == set()


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (DateKind.PLENARY, {Clash.PLENARY}),
        (DateKind.COMMITTEE, {Clash.COMMITTEE}),
        (DateKind.OTHER, set()),
    ],
)
def test_a_meeting_on_one_of_the_days_is_found(cast: Cast, kind: DateKind, found: set[Clash]) -> None:
    cast.date(kind, TUESDAY + timedelta(days=2), days=4)
    assert clashes(cast, TUESDAY) == found
    assert clashes(cast, TUESDAY, days=2) == set()


def test_a_holiday_is_found_and_a_working_weekend_is_none(cast: Cast) -> None:
    assert clashes(cast, date(2026, 5, 1), days=1) == {Clash.HOLIDAY}
    assert clashes(cast, date(2026, 5, 9), days=1) == set()


def test_a_year_without_notice_is_pointed_out(cast: Cast) -> None:
    assert clashes(cast, date(2031, 6, 3), days=2) == {Clash.UNKNOWN_YEAR}


def test_a_study_session_on_the_same_days_is_pointed_out_to_any_other(cast: Cast) -> None:
    other = make_study_session(cast.term)
    assert clashes(cast, TUESDAY) == {Clash.SAME_DAYS}
    assert clashes(cast, TUESDAY, subject=("study_session", other.public_id)) == set()


def test_another_congress_keeps_nothing_from_being_held(cast: Cast) -> None:
    Cast().date(DateKind.PLENARY, TUESDAY, days=8)
    assert clashes(cast, TUESDAY) == set()


def test_a_small_venue_is_pointed_out(cast: Cast) -> None:
    public_id = cast.venue(capacity=50)
    venue = db.session.scalars(select(Venue).where(Venue.public_id == public_id)).one()
    assert clashes(cast, TUESDAY, venue=venue, people=50) == set()
    assert clashes(cast, TUESDAY, venue=venue, people=51) == {Clash.VENUE_TOO_SMALL}


def test_the_next_three_windows_lie_on_working_days_and_apart(cast: Cast) -> None:
    cast.date(DateKind.PLENARY, date(2026, 4, 7), days=2)
    # The festival from the 4th to the 6th and the weekends lie between.
    assert free(cast, TUESDAY) == [
        (date(2026, 4, 1), date(2026, 4, 3), True),
        (date(2026, 4, 13), date(2026, 4, 15), True),
        (date(2026, 4, 20), date(2026, 4, 22), True),
    ]


def test_windows_of_a_year_without_notice_say_so(cast: Cast) -> None:
    assert all(not is_certain for _first, _last, is_certain in free(cast, date(2031, 6, 3)))


def test_the_table_in_the_documents_is_the_table_of_the_code() -> None:
    text = (ROOT / "docs" / "planning.md").read_text(encoding="utf-8")
    table = text.split("## What clashes")[1].split("##")[0]
    written = re.findall(r"^\| (?!clash|---)[^|]+ \| (refused|pointed out)", table, re.MULTILINE)
    in_code = ["refused" if rule.weight is Weight.REFUSED else "pointed out" for rule in RULES.values()]
    assert written == in_code
    assert set(RULES) == set(Clash)
