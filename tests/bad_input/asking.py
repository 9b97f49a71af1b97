"""A browser that asks badly, and what every answer must be: words in the reader's language, and nothing half done."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from sqlalchemy import event

from lms.core.database import db
from lms.core.forms import strip_text
from tests.architecture.samples import arguments
from tests.support.site import ROLES, client_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask import Flask
    from sqlalchemy import Engine
    from werkzeug.test import TestResponse

    from tests.support.databases import Databases
    from tests.support.http import HouseClient

    Fields = Mapping[str, Any]

FORM = "application/x-www-form-urlencoded"
# What may be written down although nothing was done: who was seen, who failed to sign in, who was refused.
NOTES = frozenset({"login_session", "login_attempt", "audit_event"})
# WTForms' own words, which must never reach a reader of Chinese.
FOREIGN = re.compile(r"This field is required|Not a valid|Invalid (?:input|value)|must be (?:at|between)|Number must")
CHINESE = re.compile(r"[一-鿿]")
_WRITES = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
_TYPED = re.compile(
    r"<input[^>]*\bname=\"([^\"]+)\"[^>]*|<textarea[^>]*\bname=\"([^\"]+)\"[^>]*>(.*?)</textarea>", re.DOTALL
)
_VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
_FREE_TYPES = ("text", "search", "date", "number", "email", "tel", "datetime-local")


@dataclass
class Asking:
    """One site, a browser for each role, and a note of which tables a request has changed."""

    app: Flask
    databases: Databases
    clients: dict[str, HouseClient] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    _pending: set[str] = field(default_factory=set)
    _engine: Engine | None = None
    _is_as_laid: bool = False
    _number: int = 0

    def make_ready(self) -> None:
        """Take a new site, unless the last one is still as it was laid (but for who has signed in)."""
        if not self._is_as_laid or self._engine is not db._engine:
            self.begin()

    def begin(self) -> None:
        """Take a site on which nothing has happened yet."""
        self.databases.forget()
        self.databases.fresh()
        self.clients.clear()
        self._is_as_laid = True
        if self._engine is not db.engine:  # It may have stayed; what is listened to twice would be noted twice.
            self._engine = db.engine
            event.listen(self._engine, "before_cursor_execute", self._note)
            event.listen(self._engine, "commit", self._commit)
            event.listen(self._engine, "rollback", self._roll_back)

    def path(self, endpoint: str, **given: Any) -> str:
        """The address of a route, with a real object for each argument that is not given."""
        rule = next(each for each in self.app.url_map.iter_rules() if each.endpoint == endpoint)
        values = arguments(rule) | given
        db.session.remove()
        with self.app.test_request_context():
            return self.app.url_map.bind("localhost").build(endpoint, values)

    def client(self, role: str) -> HouseClient:
        """The role's browser, signed in when it is first needed."""
        if role not in self.clients:
            self.clients[role] = client_of(self.app, role)
            db.session.remove()
        return self.clients[role]

    @contextmanager
    def telling(self, what: str) -> Iterator[None]:
        """Name the bad value in whatever goes wrong."""
        try:
            yield
        except BaseException as error:
            error.add_note(f"with {what}")
            raise

    def ask(
        self, role: str, method: str, path: str, again: bool = False, stays: bool = False, **given: Any
    ) -> TestResponse:
        """Send one request from an address of its own, and hold the answer to the rules. When one was
        accepted the next finds a new site, unless it `stays`."""
        client = self.client(role)
        self.changed.clear()
        self._number += 1
        # Every loopback address counts its own failures, so that no lock-out hides what comes after.
        source = {"REMOTE_ADDR": f"127.0.{self._number // 250}.{self._number % 250 + 1}"}
        with only_expected_errors():
            response: TestResponse = client.open(path, method=method, environ_overrides=source, **given)
        response.get_data()  # To the end, whatever is streamed.
        response.close()
        client.delete_cookie("language")  # Chosen by a form that was tried; the next answer is looked at in Chinese.
        judge(response, f"{role}: {method} {path[:200]}", self.changed - NOTES)
        if stays:
            self._is_as_laid = False  # The next test takes a new one.
        elif self.changed - NOTES or "login_session" in self.changed:
            self.begin()
        elif response.status_code == 429 and not again:
            self.begin()
            return self.ask(role, method, path, again=True, **given)
        return response

    def send(self, role: str, path: str, fields: Fields | Sequence[tuple[str, Any]], **given: Any) -> TestResponse:
        """POST a form; bytes go out as they are. A page that comes back must show what was typed."""
        pairs = list(fields.items()) if hasattr(fields, "items") else list(fields)
        response = self.ask(role, "POST", path, data=encoded(pairs), content_type=FORM, **given)
        if response.status_code == 422 and len(dict(pairs)) == len(pairs):
            keeps_what_was_typed(response.text, dict(pairs), path)
        return response

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found = _WRITES.match(statement)
        if found:
            self._pending.add(found[1])

    def _commit(self, _connection: object) -> None:
        self.changed |= self._pending
        self._pending.clear()

    def _roll_back(self, _connection: object) -> None:
        self._pending.clear()


def encoded(pairs: Sequence[tuple[str, Any]]) -> bytes:
    """A form's body; bytes are not taken for text."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


@contextmanager
def only_expected_errors() -> Iterator[None]:
    """A fault of ours is shown with its trace, not as a mere 500."""
    log, faults = logging.getLogger("lms.web.errors"), []
    handler = logging.Handler()
    handler.emit = faults.append
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
    if faults:
        raise AssertionError("a fault of ours") from faults[0].exc_info[1]


def judge(response: TestResponse, asked: str, changed: set[str]) -> None:
    """What holds for every answer: no 500; a refusal says so in the reader's words, and has changed nothing."""
    status = response.status_code
    assert status < 500 or " /healthz" in asked, f"{asked}: {status}"
    if status < 400 or status == 503:
        return
    assert not changed, f"{asked}: {status}, and yet it changed {sorted(changed)}"
    if response.mimetype == "application/problem+json":
        assert CHINESE.search(response.get_json()["detail"]), f"{asked}: {response.text}"
    elif status != 416:  # For a player; nobody reads it.
        assert response.mimetype == "text/html", f"{asked}: {status} {response.mimetype}"
        assert '<html lang="zh' in response.text, f"{asked}: {status} not in Chinese"
        assert "<h1" in response.text, asked
        assert not FOREIGN.search(response.text), f"{asked}: {FOREIGN.search(response.text)}"


def keeps_what_was_typed(page: str, sent: dict[str, Any], path: str) -> None:
    """Each field in which one writes freely shows what was sent."""
    for name, shown in typed_in(page).items():
        value = sent.get(name)
        if isinstance(value, str):
            assert _plain(shown) == _plain(value), f"{path}: {name} shows {shown[:80]!r}"


def _plain(text: str) -> str:
    return str(strip_text(text.replace("\r\n", "\n")))


def typed_in(page: str) -> dict[str, str]:
    """What the fields of a page hold in which one writes freely."""
    found = {}
    for match in _TYPED.finditer(page):
        if match[2]:
            found[match[2]] = unescape(match[3])
            continue
        kind = re.search(r"\btype=\"([^\"]*)\"", match[0])
        value = _VALUE.search(match[0])
        if kind and kind[1] in _FREE_TYPES:
            found[match[1]] = unescape(value[1]) if value else ""
    return found


def roles_that_may(table: dict[str, dict[str, str]], line: str) -> list[str]:
    """The roles whom the table lets in."""
    return [role for role in ROLES if table[role][line] == "+"]
