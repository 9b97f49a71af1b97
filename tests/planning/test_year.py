"""The year on one page: what was entered, holidays, study sessions, and lines of the plan."""

from __future__ import annotations

from datetime import date

from lms.core.database import db
from lms.core.working_days import exceptional_days
from lms.planning.calendar import operations
from lms.planning.calendar.models import DateKind
from lms.planning.calendar.year import Mark, read_year
from tests.factories import NOW
from tests.planning.cast import TUESDAY, Cast
from tests.study_sessions.making import make_study_session


def marks(cast: Cast, year: int = 2026) -> dict[Mark, list[str]]:
    found: dict[Mark, list[str]] = {}
    for line in read_year(db.session(), cast.congress_id, year).lines:
        found.setdefault(line.mark, []).append(line.title)
    return found


def test_holidays_and_working_weekends_stand_in_the_year(cast: Cast) -> None:
    found = marks(cast)
    assert found[Mark.HOLIDAY][0] == "元旦"
    assert len(found[Mark.MAKE_UP]) == 6


def test_a_year_without_notice_says_so(cast: Cast) -> None:
    assert not read_year(db.session(), cast.congress_id, 2031).has_holidays


def test_meetings_and_study_sessions_and_the_plan_stand_side_by_side(cast: Cast) -> None:
    cast.date(DateKind.COMMITTEE, TUESDAY, title="常委会会议")
    cast.approved(cast.line(title="拟办", starts_on=date(2026, 6, 2), ends_on=date(2026, 6, 4)))
    make_study_session(cast.term, title="第1期")
    found = marks(cast)
    assert (found[Mark.COMMITTEE], found[Mark.PLANNED], found[Mark.SUBJECT]) == (["常委会会议"], ["拟办"], ["第1期"])


def test_a_line_with_a_month_alone_stands_at_the_end_of_that_month(cast: Cast) -> None:
    cast.approved(cast.line(title="拟办", month=5))
    cast.date(DateKind.OTHER, date(2026, 5, 30), title="月末")
    line = read_year(db.session(), cast.congress_id, 2026).months[4][1][-1]
    assert (line.title, line.has_days, line.first_on, line.last_on) == (
        "拟办",
        False,
        date(2026, 5, 1),
        date(2026, 5, 31),
    )


def test_a_date_that_is_taken_out_is_gone(cast: Cast) -> None:
    public_id = cast.date(DateKind.OTHER, TUESDAY)
    operations.remove(public_id, actor=cast.organizer, now=NOW)
    assert Mark.OTHER not in marks(cast)


def test_every_line_stands_in_its_month_once(cast: Cast) -> None:
    cast.date(DateKind.OTHER, date(2025, 12, 30), days=5, title="跨年")
    year = read_year(db.session(), cast.congress_id, 2026)
    assert [line for _month, lines in year.months for line in lines] == year.lines
    assert year.months[0][1][0].title == "跨年"


def test_exceptional_days_come_from_the_file_and_else_from_the_package() -> None:
    assert [each.occasion for each in exceptional_days(2026)][:2] == ["元旦", "元旦"]
    spring = next(each for each in exceptional_days(2024) if each.occasion == "春节" and not each.is_worked)
    assert (spring.first, spring.last) == (date(2024, 2, 10), date(2024, 2, 17))
