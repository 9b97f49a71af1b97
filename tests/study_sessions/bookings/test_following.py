"""What is booked for a study session follows it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.core.database import db
from lms.core.errors import NotFound
from lms.planning.refusals import NotFree
from lms.planning.resources import access, operations
from lms.planning.resources.models import Half, Venue
from lms.study_sessions.bookings import operations as bookings
from lms.study_sessions.bookings.refusals import DaysDoNotGo, LecturerLeftOut, LecturerTaken, NoSuchDayOfStudy
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations import lifecycle
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.refusals import MoveNotAllowed
from tests.factories import NOW
from tests.planning.cast import TUESDAY, Cast
from tests.study_sessions.bookings.conftest import CENTRE, MONDAY, Holding

THURSDAY = TUESDAY + timedelta(days=2)
# In the week between lies a festival.
FORTNIGHT = timedelta(days=14)


def test_a_listed_venue_is_booked_from_arrival_to_the_last_day(holding: Holding) -> None:
    holding.cast.venue()
    assert holding.booked(holding.create()) == [(CENTRE, MONDAY, THURSDAY)]


def test_a_venue_that_is_not_listed_books_nothing(holding: Holding) -> None:
    holding.cast.venue()
    assert holding.booked(holding.create(venue="某宾馆")) == []


def test_another_congress_lists_other_venues(holding: Holding) -> None:
    Cast().venue()
    assert holding.booked(holding.create()) == []


def test_new_days_move_the_venue_and_the_lecturers(holding: Holding) -> None:
    holding.cast.venue()
    id_ = holding.create()
    holding.speaks(id_, holding.cast.lecturer(), 2, Half.MORNING)
    holding.edit(id_, by=14)
    wednesday = TUESDAY + timedelta(days=1) + FORTNIGHT
    assert sorted(holding.booked(id_)) == [
        (CENTRE, MONDAY + FORTNIGHT, THURSDAY + FORTNIGHT),
        ("赵老师", wednesday, wednesday),
    ]
    holding.create(title="第2期专题学习班")


def test_days_that_overlap_the_old_ones_do_not_stand_in_their_own_way(holding: Holding) -> None:
    holding.cast.venue()
    id_ = holding.create()
    lecturer = holding.cast.lecturer()
    for number in (1, 2, 3):
        holding.speaks(id_, lecturer, number)
    holding.edit(id_, by=-1)
    assert [first_on for name, first_on, _last in holding.booked(id_) if name != CENTRE] == [
        MONDAY + timedelta(days=each) for each in range(3)
    ]


def test_a_refused_move_leaves_everything_as_it_was(holding: Holding) -> None:
    holding.cast.venue()
    id_, lecturer = holding.create(), holding.cast.lecturer()
    holding.speaks(id_, lecturer)
    holding.cast.book(lecturer, TUESDAY + FORTNIGHT, days=1, half=Half.DAY)
    before = holding.booked(id_)
    with pytest.raises(DaysDoNotGo, match="座谈会"):
        holding.edit(id_, by=14)
    assert holding.booked(id_) == before
    assert db.session.get_one(StudySession, id_).starts_on == TUESDAY


def test_even_without_the_table_nothing_is_booked_twice(holding: Holding) -> None:
    holding.cast.book(holding.cast.venue())
    with pytest.raises(NotFree):
        holding.create(considered=None)


def test_a_shorter_study_session_leaves_no_lecturer_outside(holding: Holding) -> None:
    id_ = holding.create()
    holding.speaks(id_, holding.cast.lecturer(), 3)
    with pytest.raises(LecturerLeftOut, match="赵老师"):
        holding.edit(id_, ends_on=TUESDAY + timedelta(days=1))


def test_another_venue_frees_the_first(holding: Holding) -> None:
    holding.cast.venue()
    id_ = holding.create()
    holding.edit(id_, venue="某宾馆")
    assert holding.booked(id_) == []
    holding.create(title="第2期专题学习班", number=2, considered=None)


def test_calling_off_frees_the_venue_and_the_lecturers(holding: Holding) -> None:
    holding.cast.venue()
    id_, lecturer = holding.create(), holding.cast.lecturer()
    holding.speaks(id_, lecturer)
    lifecycle.call_off(id_, "场地维修", actor=holding.cast.organizer, now=NOW)
    assert holding.booked(id_) == []
    again = holding.create()
    holding.speaks(again, lecturer)


def test_a_booking_takes_the_new_title_and_the_new_number_of_people(holding: Holding) -> None:
    holding.cast.venue()
    id_ = holding.create()
    holding.edit(id_, title="第3期专题学习班", places=120)
    db.session.rollback()
    public_id = db.session.get_one(StudySession, id_).public_id
    booking = access.bookings_for(db.session(), SUBJECT, public_id)[0]
    assert (booking.title, booking.people) == ("第3期专题学习班", 120)


def test_a_retired_venue_stays_booked_but_takes_nothing_new(holding: Holding) -> None:
    venue = holding.cast.venue()
    id_ = holding.create()
    operations.retire(Venue, venue, actor=holding.cast.organizer, now=NOW)
    holding.edit(id_, by=14)
    assert holding.booked(id_) == [(CENTRE, MONDAY + FORTNIGHT, THURSDAY + FORTNIGHT)]
    assert holding.booked(holding.create()) == []


def test_a_lecturer_speaks_once_in_half_a_day_of_all_study_sessions(holding: Holding) -> None:
    id_, lecturer = holding.create(), holding.cast.lecturer()
    holding.speaks(id_, lecturer, 1, Half.MORNING)
    holding.speaks(id_, lecturer, 1, Half.AFTERNOON)
    with pytest.raises(LecturerTaken):
        holding.speaks(id_, lecturer, 1, Half.MORNING)


def test_a_lecturer_is_booked_for_a_day_of_study(holding: Holding) -> None:
    id_, lecturer = holding.create(), holding.cast.lecturer()
    for number in (0, 4):
        with pytest.raises(NoSuchDayOfStudy):
            holding.speaks(id_, lecturer, number)
    with pytest.raises(NotFound):
        holding.speaks(id_, Cast().lecturer())


def test_a_booking_of_a_lecturer_is_given_back(holding: Holding) -> None:
    holding.cast.venue()
    id_, lecturer = holding.create(), holding.cast.lecturer()
    booked = holding.speaks(id_, lecturer)
    bookings.give_lecturer_back(id_, booked, actor=holding.cast.organizer, now=NOW)
    assert [name for name, *_days in holding.booked(id_)] == [CENTRE]
    with pytest.raises(NotFound):
        bookings.give_lecturer_back(id_, booked, actor=holding.cast.organizer, now=NOW)


def test_what_was_called_off_books_nobody(holding: Holding) -> None:
    id_, lecturer = holding.create(), holding.cast.lecturer()
    lifecycle.call_off(id_, "场地维修", actor=holding.cast.organizer, now=NOW)
    with pytest.raises(MoveNotAllowed):
        holding.speaks(id_, lecturer)
