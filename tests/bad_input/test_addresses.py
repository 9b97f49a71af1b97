"""Every address with bad arguments, of every kind: what follows the question mark, and the ids in the path."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import select
from werkzeug.routing import UUIDConverter

from lms.catalog.models import Course, Lesson
from lms.core.database import db
from lms.core.settings import ROOT
from lms.people.models import ElectingBody, Mandate, Person
from lms.study_sessions.models import Enrolment, StudySession
from tests.architecture.table import TABLE, parse
from tests.bad_input.asking import encoded, roles_that_may
from tests.bad_input.forms import ADDRESSES, TAKEN_TOGETHER
from tests.bad_input.values import NIL, bad_values

if TYPE_CHECKING:
    from flask import Flask

    from tests.bad_input.asking import Asking

MATRIX = parse(TABLE)
PAGES = sorted(line.removeprefix("GET ") for line in MATRIX["anonymous"] if line.startswith("GET "))
# Names that mean something to Flask or to us, but never come from a page.
STRANGE = (
    "endpoint",
    "_external",
    "_scheme",
    "_anchor",
    "_method",
    "self",
    "public_id",
    "values",
    "",
    "csrf_token",
    "页",
)
# What the addresses of a room, or an argument, are really about.
KINDS = {
    "people": {"mandate"},
    "mandates": {"mandate"},
    "records": {"mandate"},
    "study_sessions": {"study session"},
    "attendance": {"study session"},
    "call_up": {"study session"},
    "answer_workbooks": {"study session"},
    "study_task_units": {"unit"},
    "coverage": {"unit"},
    "person_id": {"person"},
    "mandate_id": {"mandate"},
    "course_id": {"course"},
    "lesson_id": {"lesson"},
    "enrolment_id": {"enrolment"},
}
ASKED = re.compile(r"request\.args(?:\.get\(|\[)\"(\w+)\"")


def readers(endpoint: str) -> list[str]:
    """Who may read it."""
    return roles_that_may(MATRIX, f"GET {endpoint}") or ["anonymous", "deputy"]


def test_every_argument_that_a_view_reads_is_tried() -> None:
    read = {name for path in (ROOT / "lms").rglob("*.py") for name in ASKED.findall(path.read_text("utf-8"))}
    assert read <= {name for names in ADDRESSES.values() for name in names}


@pytest.mark.parametrize("endpoint", sorted(ADDRESSES))
def test_a_bad_argument_is_passed_over_or_named(asking: Asking, endpoint: str) -> None:
    path, roles = asking.path(endpoint), cycle(readers(endpoint))
    good = ADDRESSES[endpoint] if endpoint in TAKEN_TOGETHER else {}
    for turn, (name, right) in enumerate(ADDRESSES[endpoint].items()):
        for kind, value in bad_values(right, turn).items():
            with asking.telling(f"{name}: {kind}"):
                query = encoded([*(good | {name: value}).items()]).decode()
                asking.ask(next(roles), "GET", f"{path}?{query}")


@pytest.mark.parametrize("endpoint", PAGES)
def test_arguments_that_nobody_asked_for_do_no_harm(asking: Asking, endpoint: str) -> None:
    path = asking.path(endpoint)
    strange = encoded([(name, "1") for name in STRANGE]).decode()
    for role, query in zip(cycle(readers(endpoint)), (strange, f"&&=&%&page=%zz&{'a' * 8_000}"), strict=False):
        asking.ask(role, "GET", f"{path}?{query}")


@pytest.mark.parametrize("line", sorted(MATRIX["anonymous"]))
def test_the_id_of_something_else_is_the_id_of_nothing(asking: Asking, line: str, app: Flask) -> None:
    """Ids of other kinds of things, in every argument of every address that takes one."""
    method, endpoint = line.split(" ", 1)
    rule = next(each for each in app.url_map.iter_rules() if each.endpoint == endpoint)
    roles = cycle(roles_that_may(MATRIX, line) or ["deputy"])
    kinds = _ids()
    for name in rule.arguments:
        if isinstance(rule._converters[name], UUIDConverter):
            for kind in kinds.keys() - KINDS.get(endpoint.split(".")[0], set()) - KINDS.get(name, set()):
                answer = asking.ask(next(roles), method, asking.path(endpoint, **{name: kinds[kind]}))
                assert answer.status_code in (303, 403, 404), f"{kind}: {answer.status_code}"


@pytest.mark.parametrize(
    "path",
    [
        "/\0",
        "/deputies/\ud800",
        "/deputies/../../etc/passwd",
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/css/\0.css",
        f"/static/{'a' * 5000}",
        "//evil.example/deputies",
        "/media/" + "😀" * 64,
        "/media/" + "a" * 64,
        "/media/" + "a" * 10_000,
        "/deputies/00000000000000000000000000000000",
        "/" + "深/" * 2_000,
        "/css/../../x.css",
        "/styleguide/errors/99999999999999999999",
    ],
)
def test_an_address_that_leads_nowhere_says_so(asking: Asking, path: str) -> None:
    raw = quote(path.encode("utf-8", "surrogatepass"), safe="/%")
    for role in ("anonymous", "business admin"):
        answer = asking.ask(role, "GET", raw)
        assert answer.status_code in (303, 308, 400, 404, 422), answer.status_code


@pytest.mark.parametrize("line", sorted(MATRIX["anonymous"]))
def test_a_wrong_method_is_refused(asking: Asking, line: str, app: Flask) -> None:
    endpoint = line.split(" ", 1)[1]
    rule = next(each for each in app.url_map.iter_rules() if each.endpoint == endpoint)
    here = {each.rule: set(each.methods or ()) for each in app.url_map.iter_rules()}
    allowed = set().union(*(methods for address, methods in here.items() if address == rule.rule))
    for method in {"PUT", "PATCH", "DELETE"} - allowed:
        answer = asking.ask("business admin", method, asking.path(endpoint))
        assert answer.status_code == 405, answer.status_code


def _ids() -> dict[str, object]:
    return {
        "nothing": NIL,
        "person": db.session.scalars(select(Person.public_id)).first(),
        "mandate": db.session.scalars(select(Mandate.public_id).offset(7)).first(),
        "unit": db.session.scalars(select(ElectingBody.public_id)).first(),
        "course": db.session.scalars(select(Course.public_id)).first(),
        "lesson": db.session.scalars(select(Lesson.public_id)).first(),
        "study session": db.session.scalars(select(StudySession.public_id)).first(),
        "enrolment": db.session.scalars(select(Enrolment.public_id)).first(),
    }
