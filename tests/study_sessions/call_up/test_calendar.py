"""A calendar that follows what a deputy was told, tells of nobody else, and is opened by a secret alone."""

from datetime import date

import pytest
from icalendar import Calendar

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Actor
from lms.study_sessions.call_up import calendars, feeds
from lms.study_sessions.call_up.states import Change
from tests.factories import NOW
from tests.study_sessions.call_up.test_calling_up import enrolment
from tests.study_sessions.call_up.test_changing import POSTPONED


def events(called, mandate_id):
    person_id = enrolment(called, mandate_id).person_id
    dated = calendars.of_person(db.session(), person_id, congress_id=called.congress_id)
    return Calendar.from_ical(calendars.calendar(dated)).walk("VEVENT")


def deputy(called, mandate_id) -> Actor:
    return Actor.of(21, enrolment(called, mandate_id).person_id, called.congress_id, ())


def test_before_the_call_up_the_calendar_is_empty(called):
    assert events(called, called.mailed) == []


def test_the_event_runs_from_arrival_to_the_last_day(called):
    called.do(bring="代表证")
    (event,) = events(called, called.mailed)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 30), date(2026, 4, 3))
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert "代表证" in event["description"]


def test_a_change_keeps_the_event_and_raises_its_sequence(called):
    called.do()
    (before,) = events(called, called.mailed)
    called.do(**POSTPONED)
    (after,) = events(called, called.mailed)
    assert (after["uid"], after["sequence"]) == (before["uid"], 1)
    assert after.decoded("dtstart") == date(2026, 4, 12)


def test_called_off_the_event_is_cancelled(called):
    called.do()
    called.do(change=Change.CALLED_OFF, reason="天气原因")
    (event,) = events(called, called.mailed)
    assert (event["sequence"], event["status"]) == (1, "CANCELLED")


def test_no_name_of_anybody_stands_in_it(called):
    called.do()
    person_id = enrolment(called, called.mailed).person_id
    names = [each.enrolment.person.name for each in called.plan().lines] or [
        enrolment(called, each).person.name for each in (called.mailed, called.posted, called.army)
    ]
    text = calendars.calendar(calendars.of_person(db.session(), person_id, congress_id=called.congress_id)).decode()
    assert not any(name in text for name in names)


def test_a_new_address_ends_the_old_one_and_revoked_none_answers(called):
    by = deputy(called, called.mailed)
    old = feeds.make(actor=by, now=NOW)
    new = feeds.make(actor=by, now=NOW)
    with pytest.raises(NotFound):
        feeds.by_secret(old)
    assert feeds.by_secret(new).person_id == by.person_id
    feeds.revoke(actor=by, now=NOW)
    feeds.revoke(actor=by, now=NOW)
    with pytest.raises(NotFound):
        feeds.by_secret(new)


def test_whoever_acts_for_a_deputy_takes_no_address_along(called):
    by = deputy(called, called.mailed)
    acting = Actor(by.account_id, by.person_id, by.congress_id, (), acting_for=by.person_id)
    with pytest.raises(feeds.CalendarIsTheirs):
        feeds.make(actor=acting, now=NOW)
