"""Statements of a page, and of the same page with ten times as much on it: they must be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db, transaction
from lms.notices.operations import tell
from lms.people.accounts.models import Account
from lms.records.posting import Fact, post_for_person
from tests.benchmarks.browsers import browser, congress_id
from tests.benchmarks.figures import Figure
from tests.catalog.factories import make_course, make_reading

if TYPE_CHECKING:
    from flask import Flask

    from tests.benchmarks.replay import Recorder
    from tests.support.http import HouseClient

MORE = 27  # Three courses become thirty.
MOST = 10
PAGES = {"home of a deputy": "/", "list of courses": "/courses", "own record": "/record", "notices": "/notices"}


def run(app: Flask, recorder: Recorder) -> list[Figure]:
    """Count, let everything of a deputy grow, and count again."""
    deputy, _token = browser(app, "deputy")
    before = {name: _statements(recorder, deputy, path) for name, path in PAGES.items()}
    _grow()
    after = {name: _statements(recorder, deputy, path) for name, path in PAGES.items()}
    return [_figure(name, before[name], after[name]) for name in PAGES]


def _figure(name: str, before: int, after: int) -> Figure:
    goal = f"the same with {MORE} more of each, <= {MOST}"
    return Figure(f"{name}: statements", f"{before}, {after}", goal, is_met=before == after <= MOST)


def _statements(recorder: Recorder, client: HouseClient, path: str) -> int:
    recording = recorder.start()
    answer = client.get(path)
    recorder.stop()
    assert answer.status_code == 200, path
    return recording.statements


def _grow() -> None:
    """More courses, each with a lesson; more entries in the record; more notices."""
    person_id = db.session.scalars(select(Account.person_id).where(Account.username == "deputy")).one()
    now, congress = clock.now(), congress_id()
    for number in range(MORE):
        make_reading(make_course(congress_id=congress, updated_at=now))
        fact = Fact(
            kind="course_completion",
            occurred_on=clock.local_date(now),
            source_key=f"growth:{number}",
            payload={"title": str(number)},
        )
        with transaction() as session:
            assert post_for_person(session, person_id=person_id, fact=fact, now=now)
            tell(session, person_id=person_id, congress_id=congress, kind="growth", template="Growth.", now=now)
