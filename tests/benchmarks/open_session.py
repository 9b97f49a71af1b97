"""All deputies apply at once for an open study session, over HTTP: every place is given, the rest queue, nobody sees an error."""

from __future__ import annotations

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

from lms.core import clock
from lms.core.database import db, transaction
from lms.people.accounts.login_sessions import digest_of
from lms.people.accounts.models import Account, LoginSession, Stage
from lms.people.models import Composition, Mandate, Person
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.states import PlaceState
from tests.benchmarks.figures import Figure
from tests.factories import TERM_STARTS, make_electing_body, make_term
from tests.study_sessions.making import make_quota, make_study_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

DEPUTIES, PLACES = 2977, 215
CONNECTIONS = {"sqlite": 20, "postgresql": 200}
THREADS = 8
PATIENCE = 120  # Seconds that a connection waits for its answer.


class Quiet(WSGIRequestHandler):
    """Does not print a line for each request."""

    def log_request(self, *_args: object) -> None:
        pass


def run(engine_name: str, app: Flask) -> list[Figure]:
    """Lay one open study session into the bound database and let everyone apply, so many connections at a time."""
    path, logins = _lay()
    headers = _csrf(app)
    with _served(app) as port, ThreadPoolExecutor(CONNECTIONS[engine_name]) as crowd:
        began = time.perf_counter()
        answers = list(crowd.map(lambda login: _apply(port, path, login, headers), logins))
        seconds = time.perf_counter() - began
    return _figures(engine_name, answers, seconds)


def _figures(engine_name: str, answers: list[tuple[int, float]], seconds: float) -> list[Figure]:
    failed = sum(status != 303 for status, _spent in answers)
    spent = sorted(each for _status, each in answers)
    states = db.session.scalars(select(Enrolment.state).order_by(Enrolment.applied_at, Enrolment.id)).all()
    in_order = [PlaceState.RECOMMENDED] * PLACES + [PlaceState.WAITING] * (DEPUTIES - PLACES)
    note = (
        f"{CONNECTIONS[engine_name]} connections, {DEPUTIES / seconds:.0f} applications a second, "
        f"median {spent[len(spent) // 2]:.2f} s, slowest {spent[-1]:.2f} s, by the clock"
    )
    right = states == in_order and not failed
    name = f"{DEPUTIES:,} deputies apply for {PLACES} places"
    value = f"{states.count(PlaceState.RECOMMENDED)} seated"
    return [Figure(name, value, f"{PLACES} seated, the rest in order, no error", right, f"{failed} errors, {note}")]


def _apply(port: int, path: str, login: str, headers: dict[str, str]) -> tuple[int, float]:
    """The status of one deputy's application, and the seconds that it took."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        sent = headers | {"Cookie": f"login={login}; {headers['Cookie']}", "Content-Length": "0"}
        connection.request("POST", path, headers=sent)
        return connection.getresponse().status, time.perf_counter() - began
    finally:
        connection.close()


class FewThreads(BaseWSGIServer):
    """As a web process is: a few threads take the connections that wait, in order of arrival."""

    def __init__(self, app: Flask) -> None:
        super().__init__("127.0.0.1", 0, app, handler=Quiet)
        self._threads = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in one of the threads."""
        self._threads.submit(self._answer, request, client_address)

    def server_close(self) -> None:
        """Let the threads go too."""
        self._threads.shutdown()
        super().server_close()

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)


@contextmanager
def _served(app: Flask) -> Iterator[int]:
    server = FewThreads(app)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _csrf(app: Flask) -> dict[str, str]:
    """What passes the check for forms, the same for every browser here."""
    with app.test_request_context():
        token, raw = generate_csrf(), cookie["csrf_token"]
    client = app.test_client()
    with client.session_transaction() as own:
        own["csrf_token"] = raw
    name = app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name)
    assert kept is not None
    return {"X-CSRFToken": token, "Cookie": f"{name}={kept.value}"}


def _lay() -> tuple[str, list[str]]:
    """The address to apply at, and a signed-in browser's cookie for each deputy."""
    term = make_term()
    arrival = clock.today() + timedelta(days=60)
    days: dict[str, Any] = {"arrival_on": arrival, "starts_on": arrival, "ends_on": arrival + timedelta(days=3)}
    study_session: StudySession = make_study_session(term, places=PLACES, is_open=True, **days)
    make_quota(study_session, None, PLACES)
    bodies = [make_electing_body(term).id for _ in range(35)]
    with transaction() as session:
        people = [Person(name=f"代表{n}", sort_key=f"{n:06}", created_at=clock.now()) for n in range(DEPUTIES)]
        session.add_all(people)
        session.flush()
        session.add_all(_mandate(term, bodies[n % 35], person, n) for n, person in enumerate(people))
        accounts = [Account(person_id=each.id, username=f"crowd{each.id}", created_at=clock.now()) for each in people]
        session.add_all(accounts)
        session.flush()
        logins = {f"login-{each.id}": each.id for each in accounts}
        session.add_all(_login(token, account_id, term.congress_id) for token, account_id in logins.items())
        path = f"/my/study-sessions/{study_session.public_id}/application"
    return path, list(logins)


def _mandate(term: Any, body_id: int, person: Person, number: int) -> Mandate:
    return Mandate(
        congress_id=term.congress_id,
        term_id=term.id,
        electing_body_id=body_id,
        person_id=person.id,
        card_number=f"9{number:05}",
        from_on=TERM_STARTS,
        is_newly_elected=False,
        composition=Composition.OTHER,
        is_grassroots=False,
    )


def _login(token: str, account_id: int, congress_id: int) -> LoginSession:
    now = clock.now()
    return LoginSession(
        token_digest=digest_of(token),
        account_id=account_id,
        congress_id=congress_id,
        stage=Stage.FULL,
        idle_seconds=1800,
        created_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(hours=12),
    )
