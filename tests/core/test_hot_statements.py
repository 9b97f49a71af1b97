"""What runs as text gives and takes the same values as what SQLAlchemy runs itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from sqlalchemy import bindparam, select, update

from lms.core.database import core_transaction, db
from lms.core.hot_statements import HotSelect, HotUpdate
from lms.core.jobs.models import JobRun, JobState
from tests.factories import make_congress

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Queued(NamedTuple):
    id: int
    public_id: object
    state: JobState
    queued_at: datetime
    due_at: datetime | None


_runs, _by_name = JobRun.__table__.c, JobRun.job == bindparam("name")
QUEUED = select(_runs.id, _runs.public_id, _runs.state, _runs.queued_at, _runs.due_at).where(
    _by_name, _runs.state == JobState.QUEUED
)


def queue() -> None:
    db.session.add(JobRun(job="a.b", queued_at=NOON, next_try_at=NOON))
    db.session.commit()


def test_its_rows_are_those_of_the_statement() -> None:
    queue()
    rows = db.look(HotSelect(QUEUED, Queued), {"name": "a.b"})
    assert [tuple(row) for row in rows] == [tuple(row) for row in db.session.execute(QUEUED, {"name": "a.b"})]
    assert (rows[0].state, rows[0].queued_at, rows[0].due_at) == (JobState.QUEUED, NOON, None)


def test_nothing_found_is_no_row() -> None:
    assert db.look(HotSelect(QUEUED, Queued), {"name": "a.b"}) == []


def test_what_it_writes_is_what_the_columns_would() -> None:
    queue()
    beijing = (NOON + timedelta(hours=1)).astimezone(timezone(timedelta(hours=8)))
    with core_transaction() as connection:
        HotUpdate(update(JobRun).where(_by_name), "due_at", "done").run(
            connection, {"name": "a.b", "due_at": beijing, "done": 3}
        )
    db.session.expire_all()
    run = db.session.scalars(select(JobRun)).one()
    assert (run.due_at, run.done) == (NOON + timedelta(hours=1), 3)


def test_a_naive_instant_is_refused_here_too() -> None:
    with pytest.raises(ValueError, match="aware"), core_transaction() as connection:
        HotUpdate(update(JobRun).where(_by_name), "due_at").run(
            connection,
            {"name": "a.b", "due_at": datetime(2026, 3, 5)},  # noqa: DTZ001  # What is refused.
        )


def test_fields_that_are_not_the_columns_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match="other fields"):
        HotSelect(select(_runs.id, _runs.state), Queued)


def test_a_look_leaves_no_transaction_behind() -> None:
    """A writer that comes after must not wait for it, nor a page read what was true before it."""
    hot = HotSelect(QUEUED, Queued)
    assert db.look(hot, {"name": "a.b"}) == []
    queue()
    make_congress()
    assert len(db.look(hot, {"name": "a.b"})) == 1
