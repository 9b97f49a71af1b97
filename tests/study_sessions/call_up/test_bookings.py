"""What a call-up changes moves or frees what is booked, and the table of clashes is asked before it is drafted."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.database import db
from lms.planning.refusals import NotFree
from lms.planning.resources import access, booking, operations
from lms.planning.resources.booking import Order
from lms.planning.resources.models import Venue, VenueKind
from lms.study_sessions.bookings.refusals import DaysDoNotGo
from lms.study_sessions.call_up.states import Change
from lms.study_sessions.planned import SUBJECT
from tests.factories import NOW
from tests.notices.letters_making import drafter
from tests.study_sessions.call_up.test_changing import LATER, POSTPONED

CENTRE = "会议中心"
MOVED = {"change": Change.MOVED, "reason": "场地维修", "venue": CENTRE}
THERE = [(date(2026, 3, 30), date(2026, 4, 2))]


@pytest.fixture
def venue(called):
    words = operations.VenueWords(kind=VenueKind.VENUE, name=CENTRE)
    return operations.add_venue(words, actor=drafter(called.congress_id), now=NOW)


def taken(called) -> list[tuple[date, date]]:
    db.session.rollback()
    return [each.span for each in access.bookings_for(db.session(), SUBJECT, called.study_session.public_id)]


def take(called, venue, day: date) -> None:
    order = Order(first_on=day, last_on=day, title="座谈会")
    booking.book(Venue, venue, order, actor=drafter(called.congress_id), now=NOW)


def test_moved_to_a_listed_venue_it_is_booked_by_the_signature(called, venue):
    called.begin(**MOVED)
    assert taken(called) == []


def test_the_signature_books_and_a_later_one_moves_and_frees(called, venue):
    called.do(**MOVED)
    assert taken(called) == THERE
    called.do(**POSTPONED, venue=CENTRE)
    assert taken(called) == [(LATER["arrival_on"], LATER["ends_on"])]
    called.do(change=Change.CALLED_OFF, reason="场地维修")
    assert taken(called) == []


def test_days_that_do_not_go_are_not_even_drafted(called, venue):
    take(called, venue, LATER["starts_on"])
    with pytest.raises(DaysDoNotGo):
        called.begin(**POSTPONED, venue=CENTRE, considered=())


def test_what_somebody_took_since_the_draft_refuses_the_signature(called, venue):
    take(called, venue, LATER["starts_on"])
    with pytest.raises(NotFree):
        called.do(**POSTPONED, venue=CENTRE)
    assert called.study_session.starts_on == date(2026, 3, 31)
