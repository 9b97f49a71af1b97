"""The requests that are measured, as a browser sends them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from lms.catalog.models import Course, Lesson, LessonKind
from lms.core import clock
from lms.core.database import db
from lms.people.accounts.models import Account
from lms.people.models import Congress
from tests.benchmarks.measure import Case
from tests.support.accounts import sign_in
from tests.support.http import HouseClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

PAGE, BEAT = 0.5, 0.7


def browser(app: Flask, username: str) -> tuple[HouseClient, dict[str, str]]:
    """A signed-in browser, and the headers with which its forms pass the CSRF check."""
    app.test_client_class = HouseClient
    client = app.test_client()
    assert isinstance(client, HouseClient)
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    npc = db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one()
    sign_in(client, account, congress_id=npc)
    with app.test_request_context():
        token = generate_csrf()
        raw = cookie["csrf_token"]
    with client.session_transaction() as own:
        own["csrf_token"] = raw
    return client, {"X-CSRFToken": token}


def cases(app: Flask) -> list[Case]:
    """All requests; pages first, then what writes."""
    deputy, token = browser(app, "deputy")
    lesson = _video(db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one())
    course = f"/courses/{lesson.course.public_id}"
    return [
        Case("home of a deputy", _get(deputy, "/"), PAGE),
        Case("course page", _get(deputy, course), PAGE),
        Case("heartbeat", _beats(deputy, token, lesson), BEAT, most_statements=6),
    ]


def _get(client: HouseClient, path: str) -> Callable[[], Any]:
    return lambda: client.get(path)


def _video(congress_id: int) -> Lesson:
    return db.session.scalars(
        select(Lesson)
        .join(Course)
        .where(Course.congress_id == congress_id, Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
        .order_by(Lesson.duration_ms.desc())
    ).first()  # type: ignore[return-value]  # The demonstration has videos.


def _beats(client: HouseClient, token: dict[str, str], lesson: Lesson) -> Callable[[], Any]:
    """A player that plays on: each beat fifteen seconds after the one before, by a clock that is moved."""
    player = str(uuid.uuid4())
    started = client.post(
        f"/learning/lessons/{lesson.public_id}/playback", json={"player": player}, headers=token, csrf=False
    )
    lease = started.get_json()["token"]
    moment = [clock.now()]

    def beat() -> Any:
        moment[0] += timedelta(seconds=15)
        with clock.frozen_at(moment[0]):
            return client.post(
                "/learning/playback/beats",
                json={"token": lease, "runs": [[0, 15]], "speed": 1.0, "position": 15},
                headers=token,
                csrf=False,
            )

    return beat
