"""What has served its time goes, and nothing before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core import events
from lms.core.database import db, transaction
from lms.core.event_delivery import deliver_pending
from lms.core.events import Event, publish, subscribe
from lms.core.jobs import JobRun, JobState
from lms.core.jobs.housekeeping import EVENT_KEPT, RUN_KEPT, tidy
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")
MOMENT = timedelta(seconds=1)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_finished_runs_go_after_their_time_and_open_ones_never():
    with transaction() as session:
        for state in JobState:
            session.add(JobRun(job="x", queued_at=NOW, next_try_at=NOW, finished_at=NOW, state=state))
    tidy(now=NOW + RUN_KEPT)
    assert count(JobRun) == 4
    tidy(now=NOW + RUN_KEPT + MOMENT)
    assert set(db.session.scalars(select(JobRun.state))) == {JobState.QUEUED, JobState.RUNNING}


def test_an_event_goes_when_everyone_has_heard_it(monkeypatch):
    monkeypatch.setattr(events, "_subscriptions", {})
    subscribe("test.happened", name="test.listen")(lambda _session, _event, _now: None)
    with transaction() as session:
        publish(session, "test.happened", {}, now=NOW)
    tidy(now=NOW + EVENT_KEPT + MOMENT)
    assert count(Event) == 1
    deliver_pending(now=NOW)
    tidy(now=NOW + EVENT_KEPT + MOMENT)
    assert count(Event) == 0
