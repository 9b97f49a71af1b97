"""The requests that are measured, as a browser sends them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.catalog.models import Course, Lesson, LessonKind
from lms.core.database import db
from tests.benchmarks import recommending
from tests.benchmarks.browsers import browser, congress_id
from tests.benchmarks.measure import BEAT, PAGE, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from tests.support.http import HouseClient

BEAT_EVERY = timedelta(seconds=15)


def cases(app: Flask) -> list[Case]:
    """All requests; pages first, then what writes."""
    deputy, token = browser(app, "deputy")
    office, _token = browser(app, "business")
    lesson = longest_video()
    return [
        Case("home of a deputy", deputy, _get("/"), PAGE),
        Case("course page", deputy, _get(f"/courses/{lesson.course.public_id}"), PAGE),
        Case("list of courses", deputy, _get("/courses"), PAGE),
        Case("own record", deputy, _get("/record"), PAGE),
        Case("roster, 50 of 2,977", office, _get("/deputies"), PAGE),
        Case("heartbeat", deputy, _beats(deputy, token, lesson), BEAT, most_statements=6, step=BEAT_EVERY),
        recommending.case(app),
    ]


def _get(path: str) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"path": path}


def longest_video() -> Lesson:
    """The video that plays longest, with its course."""
    return db.session.scalars(
        select(Lesson)
        .join(Course)
        .where(Course.congress_id == congress_id(), Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
        .order_by(Lesson.duration_ms.desc())
        .limit(1)
    ).one()


def _beats(deputy: HouseClient, token: dict[str, str], lesson: Lesson) -> Callable[[], Mapping[str, Any]]:
    """A player that plays on."""
    path = f"/learning/lessons/{lesson.public_id}/playback"
    started = deputy.post(path, json={"player": str(uuid.uuid4())}, headers=token, csrf=False)
    beat = {"token": started.get_json()["token"], "runs": [[0, 15]], "speed": 1.0, "position": 15}
    return lambda: {"path": "/learning/playback/beats", "method": "POST", "json": beat, "headers": token}
