"""A deputy before a course, and a browser that the deputy is signed in with."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.catalog.models import Course, CourseState
from lms.core import clock
from lms.core.database import db, transaction
from lms.learning.models import WatchedMedia
from lms.learning.watched_seconds import from_bytes, runs_of
from tests.catalog.factories import make_course
from tests.factories import NOW
from tests.support.accounts import make_deputy, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.catalog.models import Lesson
    from lms.people.accounts.models import Account
    from tests.support.http import HouseClient


@dataclass
class Learner:
    """A deputy with a browser. `wait` moves the only clock there is."""

    client: HouseClient
    person_id: int
    account: Account
    course: Course
    seconds: float = field(default=0)

    @contextmanager
    def now(self) -> Iterator[None]:
        with clock.frozen_at(NOW + timedelta(seconds=self.seconds)):
            yield

    def wait(self, seconds: float) -> None:
        self.seconds = round(self.seconds + seconds, 3)

    def get(self, url: str) -> Any:
        with self.now():
            return self.client.get(url)

    def post(self, url: str, **given: Any) -> Any:
        with self.now():
            return self.client.post(url, **given)

    def start(self, lesson: Lesson, player: str = "") -> Any:
        player = player or str(uuid4())
        return self.post(f"/learning/lessons/{lesson.public_id}/playback", json={"player": player})

    def beat(self, token: str, runs: list[tuple[int, int]], *, speed: float = 1, position: int = 0) -> Any:
        body = {"token": token, "runs": runs, "speed": speed, "position": position}
        return self.post("/learning/playback/beats", json=body)

    def watched(self, lesson: Lesson) -> set[int]:
        stored = db.session.scalar(
            select(WatchedMedia.seconds).where(
                WatchedMedia.person_id == self.person_id, WatchedMedia.media_sha256 == lesson.media_sha256
            )
        )
        db.session.rollback()
        return {second for start, end in runs_of(from_bytes(stored or b"")) for second in range(start, end)}


def make_learner(client: HouseClient) -> Learner:
    mandate, account = make_deputy()
    person_id = mandate.person_id
    course = make_course(congress_id=mandate.congress_id)
    with clock.frozen_at(NOW):
        sign_in(client, account)
    return Learner(client, person_id, account, course)


def withdraw(course: Course) -> None:
    """Take a course out of deputies' sight."""
    with transaction() as session:
        session.get_one(Course, course.id).state = CourseState.WITHDRAWN


@pytest.fixture
def learner(client: HouseClient) -> Learner:
    return make_learner(client)
