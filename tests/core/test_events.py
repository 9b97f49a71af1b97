"""News between rooms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import events
from lms.core.backoff import FIRST_WAIT, MOST_ATTEMPTS
from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending, retry_given_up
from lms.core.events import Event, EventDelivery, publish, subscribe
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def heard(monkeypatch):
    """What the handlers of this test heard; they are forgotten afterwards."""
    monkeypatch.setattr(events, "_subscriptions", {})
    return []


def tell(kind="test.happened", now=NOW, **payload):
    with transaction() as session:
        return publish(session, kind, payload, now=now)


def deliveries() -> list[EventDelivery]:
    db.session.rollback()
    return list(db.session.scalars(select(EventDelivery).order_by(EventDelivery.handler)))


def listen(heard, name="test.listen", kind="test.happened"):
    subscribe(kind, name=name)(lambda _session, event, now: heard.append((name, event.payload, now)))


def test_every_subscriber_hears_once(heard):
    listen(heard, "test.a")
    listen(heard, "test.b")
    listen(heard, "test.other", kind="test.else")
    tell(mandate=7)
    assert deliver_pending(now=NOW) == 2
    assert deliver_pending(now=NOW) == 0
    assert heard == [("test.a", {"mandate": 7}, NOW), ("test.b", {"mandate": 7}, NOW)]


def tell_and_fail():
    with transaction() as session:
        publish(session, "test.happened", {}, now=NOW)
        raise ZeroDivisionError


def test_an_event_whose_transaction_failed_is_not_heard(heard):
    listen(heard)
    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert deliver_pending(now=NOW) == 0
    assert heard == []


def test_news_published_by_a_handler_is_delivered_in_the_same_round(heard):
    subscribe("test.happened", name="test.pass_on")(
        lambda session, _event, now: publish(session, "test.followed", {}, now=now)
    )
    listen(heard, kind="test.followed")
    tell()
    assert deliver_pending(now=NOW) == 2
    assert len(heard) == 1


def test_what_a_failing_handler_wrote_is_undone_and_it_is_tried_again_later(heard):
    @subscribe("test.happened", name="test.moody")
    def moody(session, event, now):
        session.add(Event(kind="test.written", payload={}, published_at=now))
        session.flush()
        if now == NOW:
            raise ValueError("138 0013 8000")

    listen(heard, "test.steady")
    tell()
    assert deliver_pending(now=NOW) == 1
    assert [each.last_error for each in deliveries()] == ["builtins.ValueError", None]
    assert deliver_pending(now=NOW + FIRST_WAIT - timedelta(seconds=1)) == 0
    assert deliver_pending(now=NOW + FIRST_WAIT) == 1
    written = db.session.scalars(select(Event).where(Event.kind == "test.written")).all()
    assert len(written) == 1
    assert len(heard) == 1


def test_a_handler_that_keeps_failing_is_given_up_and_can_be_tried_again(heard):
    @subscribe("test.happened", name="test.hopeless")
    def hopeless(session, event, now):
        raise ValueError

    tell()
    moment = NOW
    for _ in range(MOST_ATTEMPTS):
        deliver_pending(now=moment)
        moment += timedelta(hours=6)
    assert deliveries()[0].given_up_at is not None
    assert deliveries()[0].attempts == MOST_ATTEMPTS
    subscribe("test.happened", name="test.later")(hopeless)
    assert retry_given_up(now=moment) == 1
    assert deliveries()[0].given_up_at is None


def test_a_handler_that_a_release_took_away_is_given_up_at_once(heard, monkeypatch):
    listen(heard, "test.gone")
    tell()
    monkeypatch.setattr(events, "_subscriptions", {})
    assert deliver_pending(now=NOW) == 0
    assert deliveries()[0].given_up_at == NOW


def test_two_handlers_can_not_share_a_name(heard):
    listen(heard)
    with pytest.raises(ValueError, match=r"test\.listen"):
        listen(heard)


def test_a_handler_is_called_after_its_room_and_function(heard):
    def free_seats(session, event, now): ...

    free_seats.__module__ = "lms.study_sessions.subscriptions"
    subscribe("people.mandate_ended")(free_seats)
    assert events.subscription("study_sessions.free_seats") is not None
