"""Venues and lecturers: nobody and nothing is in two places at once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from lms.core.database import db, transaction
from lms.core.errors import DomainError, NotFound
from lms.planning.calendar.models import DateKind
from lms.planning.refusals import DaysOutOfOrder, NameTaken, NoLongerOffered, NotFree, TooLong, WarningsToRead
from lms.planning.resources import access, booking, operations
from lms.planning.resources.models import Booking, Half, Venue, VenueDay
from lms.study_sessions.planned import SUBJECT
from tests.factories import NOW
from tests.planning.cast import TUESDAY, Cast
from tests.study_sessions.making import make_study_session


def test_a_venue_is_booked_once_a_day(cast: Cast) -> None:
    venue = cast.venue()
    cast.book(venue)
    with pytest.raises(NotFree):
        cast.book(venue, TUESDAY + timedelta(days=2))
    cast.book(venue, TUESDAY + timedelta(days=14))


def test_a_lecturer_speaks_once_in_half_a_day(cast: Cast) -> None:
    lecturer = cast.lecturer()
    cast.book(lecturer, days=1, half=Half.MORNING)
    cast.book(lecturer, days=1, half=Half.AFTERNOON)
    for half in Half:
        with pytest.raises(NotFree):
            cast.book(lecturer, days=1, half=half)


def test_what_is_given_back_can_be_booked_again(cast: Cast) -> None:
    venue = cast.venue()
    booked = cast.book(venue)
    booking.cancel(booked, actor=cast.organizer, now=NOW)
    cast.book(venue)
    with pytest.raises(NotFound):
        booking.cancel(booked, actor=cast.organizer, now=NOW)


def test_a_warning_is_to_be_considered_first(cast: Cast) -> None:
    venue = cast.venue(capacity=50)
    with pytest.raises(WarningsToRead):
        cast.book(venue, people=60)
    cast.book(venue, people=60, despite=True)


def test_a_refusal_is_not_to_be_considered_away(cast: Cast) -> None:
    cast.date(DateKind.PLENARY, TUESDAY)
    with pytest.raises(NotFree):
        cast.book(cast.venue(), despite=True)


def test_days_must_be_in_order_and_not_too_many(cast: Cast) -> None:
    venue = cast.venue()
    with pytest.raises(DaysOutOfOrder):
        cast.book(venue, days=0)
    with pytest.raises(TooLong):
        cast.book(venue, days=101)


def test_what_is_retired_is_booked_no_more(cast: Cast) -> None:
    venue = cast.venue()
    operations.retire(Venue, venue, actor=cast.organizer, now=NOW)
    with pytest.raises(NoLongerOffered):
        cast.book(venue)
    operations.offer_again(Venue, venue, actor=cast.organizer, now=NOW)
    cast.book(venue)


def test_a_booking_belongs_to_a_study_session(cast: Cast) -> None:
    public_id = make_study_session(cast.term).public_id
    cast.book(cast.venue(), subject=(SUBJECT, public_id))
    assert [each.title for each in access.bookings_for(db.session(), SUBJECT, public_id)] == ["座谈会"]


def test_a_study_session_of_another_congress_is_unknown(cast: Cast) -> None:
    elsewhere = make_study_session(Cast().term).public_id
    with pytest.raises(NotFound):
        cast.book(cast.venue(), subject=(SUBJECT, elsewhere))


def test_another_congress_has_no_such_venue(cast: Cast) -> None:
    with pytest.raises(NotFound):
        Cast().book(cast.venue())


def test_a_name_stands_in_the_list_once(cast: Cast) -> None:
    cast.venue()
    with pytest.raises(NameTaken):
        cast.venue()


def test_the_database_keeps_a_day_for_one_booking(cast: Cast) -> None:
    cast.book(cast.venue())
    taken = db.session.scalars(select(VenueDay)).first()
    assert taken
    twin = {"venue_id": taken.venue_id, "day": taken.day, "booking_id": taken.booking_id}
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(VenueDay).values(twin))


def test_of_two_who_book_at_once_one_is_refused(cast: Cast) -> None:
    venue, barrier, answers = cast.venue(), Barrier(2), []

    def book() -> None:
        barrier.wait()
        try:
            cast.book(venue)
            answers.append("booked")
        except DomainError as refusal:
            answers.append(type(refusal).__name__)
        finally:
            db.session.remove()

    threads = [Thread(target=book) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["NotFree", "booked"]
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 1
