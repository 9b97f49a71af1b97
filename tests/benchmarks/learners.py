"""A beat among 3,000 learners and among 300,000: it must cost the same, for all it reads are rows by their keys."""

from __future__ import annotations

import hashlib
import itertools
import random
import statistics
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, insert, select, text

from lms.core import clock
from lms.core.database import db, transaction
from lms.learning.models import PlaybackLease, WatchedMedia
from lms.people.accounts.login_sessions import digest_of
from lms.people.accounts.models import Account, LoginSession, Stage
from lms.people.models import Mandate, Person
from tests.benchmarks.figures import Figure
from tests.catalog.factories import make_course, make_video
from tests.support.accounts import make_deputy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from lms.catalog.models import Lesson

FEW, MANY = 3_000, 300_000
BEATS, ROUNDS, SEED = 60, 10, 7
MOST_GROWTH = 1.2
CHUNK = 5_000
AN_HOUR = bytes(450)  # The seconds of a video of an hour.


def run(app: Flask, databases: tuple[str, str]) -> list[Figure]:
    """Fill two empty databases, and send beats of chance learners to one and to the other in turn.

    In turn, since the machine is not always as fast. SQLite works in our process, so its time is told apart from the
    disk's; PostgreSQL works in processes of its own, and its time is the clock's.
    """
    sizes = (FEW, MANY)
    for url, learners in zip(databases, sizes, strict=True):
        db.bind(url)
        _fill(learners)
    spent: dict[int, list[float]] = {FEW: [], MANY: []}
    choose, now = random.Random(SEED), clock.now()
    for number in range(ROUNDS):
        for url, learners in zip(databases, sizes, strict=True):
            db.bind(url)
            with clock.frozen_at(now + timedelta(seconds=15)):
                chosen = choose.sample(range(learners), BEATS)
                times = list(_beats(app, chosen))
            if number:  # The first is to warm up.
                spent[learners] += times
    few, many = (statistics.median(spent[learners]) for learners in sizes)
    by = "of CPU" if db.is_sqlite else "by the clock"
    note = f"medians {few * 1000:.2f} and {many * 1000:.2f} ms {by}"
    return [
        Figure(
            f"heartbeat, {MANY:,} learners against {FEW:,}",
            f"{many / few:.2f}",
            f"<= {MOST_GROWTH}",
            many / few <= MOST_GROWTH,
            note,
        )
    ]


def _beats(app: Flask, chosen: list[int]) -> Iterator[float]:
    """How long each of these learners' beats takes; the first few open connections."""
    client, tick = app.test_client(use_cookies=False), time.process_time if db.is_sqlite else time.perf_counter
    for at, learner in enumerate(chosen):
        began = tick()
        _beat(client, learner)
        if at >= len(chosen) // 6:
            yield tick() - began


def _beat(client: FlaskClient, learner: int) -> None:
    beat = {"token": str(_lease_token(learner)), "runs": [[0, 15]], "speed": 1, "position": 15}
    cookie = {"Cookie": f"login={_login_token(learner)}"}
    answer = client.post("/learning/playback/beats", json=beat, headers=cookie, csrf=False)
    assert answer.status_code == 200, answer.text


def _login_token(learner: int) -> str:
    return hashlib.sha256(f"login {learner}".encode()).hexdigest()


def _lease_token(learner: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"lease {learner}")


def _fill(learners: int) -> None:
    """Deputies in office who are signed in and watch the same video."""
    mandate, account = make_deputy()
    lesson = make_video(make_course(congress_id=mandate.congress_id), seconds=3600)
    first = 1_000_000  # Above whatever the factories gave.
    tables: list[tuple[Any, int, Callable[[int], dict[str, Any]]]] = [
        (Person, mandate.person_id, lambda at: {"id": first + at}),
        (Mandate, mandate.id, lambda at: {"id": first + at, "person_id": first + at, "card_number": None}),
        (Account, account.id, lambda at: {"id": first + at, "person_id": first + at, "username": f"learner{at}"}),
    ]
    for model, template_id, own in tables:
        _copy(model.__table__, template_id, own, learners)
    _insert(LoginSession.__table__, _logins(first, mandate.congress_id), learners)
    _insert(PlaybackLease.__table__, _leases(first, lesson), learners)
    _insert(WatchedMedia.__table__, _watched(first, lesson), learners)
    with transaction() as session:
        session.execute(text("ANALYZE"))
    db.session.remove()


def _copy(table: Table, template_id: int, own: Callable[[int], dict[str, Any]], learners: int) -> None:
    """Rows that are one row again, but for what is their own."""
    found = db.session.execute(select(table).where(table.c.id == template_id)).mappings().one()
    template = {**found}
    _insert(table, lambda at: {**template, "public_id": uuid.uuid4(), **own(at)}, learners)


def _logins(first: int, congress_id: int) -> Callable[[int], dict[str, Any]]:
    now = clock.now()
    shared = {"congress_id": congress_id, "stage": Stage.FULL, "device": "", "idle_seconds": 7200}
    times = {"created_at": now, "last_seen_at": now, "expires_at": now + timedelta(days=1)}
    return lambda at: {
        **shared,
        **times,
        "public_id": uuid.uuid4(),
        "account_id": first + at,
        "token_digest": digest_of(_login_token(at)),
    }


def _leases(first: int, lesson: Lesson) -> Callable[[int], dict[str, Any]]:
    now = clock.now()
    shared = {"player": uuid.uuid4(), "lesson_id": lesson.id, "media_sha256": lesson.media_sha256, "carry": 0}
    times = {"started_at": now, "counted_until": now, "ends_at": now + timedelta(hours=1)}
    return lambda at: {**shared, **times, "person_id": first + at, "token": _lease_token(at)}


def _watched(first: int, lesson: Lesson) -> Callable[[int], dict[str, Any]]:
    shared = {"media_sha256": lesson.media_sha256, "lesson_id": lesson.id, "position": 0, "updated_at": clock.now()}
    return lambda at: {**shared, "person_id": first + at, "seconds": AN_HOUR}


def _insert(table: Any, row: Callable[[int], dict[str, Any]], learners: int) -> None:
    rows = map(row, range(learners))
    while chunk := list(itertools.islice(rows, CHUNK)):
        with transaction() as session:
            session.execute(insert(table), chunk)
