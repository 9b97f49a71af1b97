"""The table of clashes is asked when a study session is made or changed, and each warning is considered once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.planning.calendar.models import DateKind
from lms.planning.resources.models import Half
from lms.study_sessions.bookings import queries
from lms.study_sessions.bookings.refusals import DaysDoNotGo, ToConsider
from lms.study_sessions.bookings.stay import Stay
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.states import State
from tests.factories import NOW
from tests.planning.cast import TUESDAY
from tests.study_sessions.bookings.conftest import MONDAY, Holding
from tests.study_sessions.making import make_quota


def warned(holding: Holding, **given: object) -> ToConsider:
    with pytest.raises(ToConsider) as refusal:
        holding.create(**given)
    return refusal.value


def test_a_venue_is_not_held_for_two(holding: Holding) -> None:
    holding.cast.book(holding.cast.venue(), MONDAY, days=1)
    with pytest.raises(DaysDoNotGo, match="座谈会"):
        holding.create()
    assert db.session.scalar(select(func.count()).select_from(StudySession)) == 0


def test_the_plenary_session_and_holidays_are_kept_free(holding: Holding) -> None:
    holding.cast.date(DateKind.PLENARY, TUESDAY)
    with pytest.raises(DaysDoNotGo):
        holding.create()
    labour_day = date(2026, 5, 1)
    with pytest.raises(DaysDoNotGo, match="节假日"):
        holding.create(arrival_on=labour_day, starts_on=labour_day, ends_on=labour_day)


def test_a_warning_that_was_considered_does_not_come_back(holding: Holding) -> None:
    holding.cast.date(DateKind.COMMITTEE, TUESDAY)
    marks = {each.mark for each in warned(holding).found}
    id_ = holding.create(considered=marks)
    holding.edit(id_, theme="监督法", places=110)
    holding.edit(id_, venue="某宾馆")


def test_another_warning_than_the_one_considered_is_shown(holding: Holding) -> None:
    holding.cast.date(DateKind.COMMITTEE, TUESDAY)
    marks = {each.mark for each in warned(holding).found}
    holding.cast.date(DateKind.COMMITTEE, TUESDAY, title="委员长会议")
    assert len(warned(holding, considered=marks).found) == 2


def test_a_venue_that_is_too_small_is_pointed_out(holding: Holding) -> None:
    holding.cast.venue(capacity=100)
    id_ = holding.create()
    with pytest.raises(ToConsider, match=r"100 人.*101 人"):
        holding.edit(id_, places=101)


def test_another_study_session_on_the_same_days_is_pointed_out(holding: Holding) -> None:
    holding.create()
    assert [str(each.clash) for each in warned(holding, title="第2期专题学习班").found] == ["same_days"]


def test_what_stood_before_does_not_keep_from_saying_something_else(holding: Holding) -> None:
    id_ = holding.create()
    holding.cast.date(DateKind.PLENARY, TUESDAY)
    holding.edit(id_, places=120)
    with pytest.raises(DaysDoNotGo):
        holding.edit(id_, by=-1)


def free_starts(holding: Holding, id_: int | None = None) -> list[date]:
    study_session = db.session.get_one(StudySession, id_) if id_ else None
    found = queries.free_days(db.session(), Stay.of(holding.draft()), study_session, actor=holding.cast.organizer)
    return [each.arrival_on for each in found]


def test_the_nearest_free_days_keep_the_distance_from_arrival_to_the_first_day(holding: Holding) -> None:
    holding.cast.book(holding.cast.venue(), MONDAY)
    found = queries.free_days(db.session(), Stay.of(holding.draft()), None, actor=holding.cast.organizer)[0]
    # The festival lies on the Monday after.
    assert (found.arrival_on, found.starts_on, found.ends_on) == (
        date(2026, 4, 7),
        date(2026, 4, 8),
        date(2026, 4, 10),
    )


def test_free_days_suit_the_lecturers_too(holding: Holding) -> None:
    id_, lecturer = holding.create(), holding.cast.lecturer()
    assert free_starts(holding, id_)[0] == TUESDAY
    holding.speaks(id_, lecturer, 1)
    holding.cast.book(lecturer, date(2026, 4, 1), days=1, half=Half.MORNING)
    assert free_starts(holding, id_)[0] == date(2026, 4, 7)


def test_free_days_suit_those_on_the_list(holding: Holding) -> None:
    deputy = holding.cast.deputy().id
    id_, other = holding.create(), holding.create(title="第2期专题学习班", by=4, considered=None)
    for each in (id_, other):
        study_session = db.session.get_one(StudySession, each)
        make_quota(study_session, holding.cast.body, 2)
        study_session.state = State.RECOMMENDING
        db.session.commit()
        recommend(each, deputy, actor=holding.cast.organizer, now=NOW)
    assert free_starts(holding, id_)[0] == date(2026, 4, 7)


def test_days_out_of_order_have_no_neighbours(holding: Holding) -> None:
    stay = Stay.of(holding.draft(ends_on=MONDAY))
    assert queries.free_days(db.session(), stay, None, actor=holding.cast.organizer) == []
