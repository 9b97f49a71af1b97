"""Whatever goes wrong under /api/ is a problem in the sense of RFC 9457, in Chinese or English, and changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lms.core import settings
from lms.core.database import db
from lms.core.permissions import Role
from lms.interop.api.models import ApiRequest
from lms.interop.tokens import operations
from tests.interop.conftest import House, System, entry, token_of
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


def slug(answer: TestResponse, status: int) -> str:
    """The kind of a problem, once its form was looked at."""
    assert answer.mimetype == "application/problem+json"
    said = answer.json
    assert answer.status_code == said["status"] == status, answer.text
    assert set(said) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert re.search("[一-鿿]", said["detail"])
    assert said["instance"].removeprefix("urn:uuid:") == answer.headers["X-Request-Id"]
    assert answer.headers["Cache-Control"] == "no-store"
    return str(said["type"]).removeprefix("urn:lms:problem:")


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer lms_none", "Basic eDp5", "Bearer \xff", "lms_x"])
def test_without_a_token_that_is_known_nobody_is_answered(app: Flask, house: House, given: str) -> None:
    nobody = System(app, None)
    nobody.headers = {"Authorization": given} if given else {}
    for answer in (nobody.get("/deputies"), nobody.send(entry(house.mandates[0]))):
        assert slug(answer, 401) == "invalid-token"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_revoked_token_is_refused(house: House, system: System) -> None:
    secret = system.headers["Authorization"].removeprefix("Bearer ")
    operations.revoke(token_of(secret).public_id, actor=house.business, now=house.now)
    assert slug(system.get("/deputies"), 401) == "invalid-token"


def test_no_cookie_counts_here(app: Flask, house: House) -> None:
    visitor = System(app, None)
    account = make_staff(Role.BUSINESS_ADMIN, house.congress)
    sign_in(visitor.client, account, congress_id=house.congress_id)
    assert visitor.client.get("/api-tokens").status_code == 200
    assert slug(visitor.get("/deputies"), 401) == "invalid-token"
    assert slug(visitor.send(entry(house.mandates[0])), 401) == "invalid-token"


def test_a_token_opens_no_page(system: System) -> None:
    assert system.client.get("/deputies", headers=system.headers).status_code in (303, 401)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/", 404), ("PUT", "/entries", 405), ("DELETE", "/deputies", 405)],
)
def test_an_address_or_a_way_that_is_none_is_a_plain_problem(
    system: System, method: str, path: str, status: int
) -> None:
    answer = system.client.open(f"/api/v1{path}", method=method, headers=system.headers)
    assert slug(answer, status) == "about:blank"
    assert status != 405 or answer.headers["Allow"]


def test_english_is_spoken_to_whoever_asks_for_it(system: System) -> None:
    answer = system.get("/nothing", **{"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"})
    assert not re.search("[一-鿿]", answer.text)
    for asked in ("zh-CN,zh;q=0.9,en;q=0.1", "fr", "*;q=NaN", "", ";;;,"):
        slug(system.get("/nothing", **{"Accept-Language": asked}), 404)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/entries"]),
        ([], [""]),
        ({"entries": []}, ["/entries"]),
        ({"entries": [{}] * 501}, ["/entries"]),
        ({"entries": [], "more": 1}, ["/entries", "/more"]),
    ],
)
def test_a_body_that_is_not_as_described_is_named_by_place(system: System, body: Any, pointers: list[str]) -> None:
    answer = system.post(body)
    assert slug(answer, 422) == "invalid-request"
    assert [each["pointer"] for each in answer.json["errors"]] == pointers


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"occurred_on": "2026-3-1"}, "/occurred_on"),
        ({"occurred_on": "2026-02-30"}, "/occurred_on"),
        ({"occurred_on": 20260301}, "/occurred_on"),
        ({"occurred_on": "0001-01-01"}, "/occurred_on"),
        ({"mandate": "urn:uuid:00000000-0000-4000-8000-000000000000"}, "/mandate"),
        ({"title": "  "}, "/title"),
        ({"title": "a\u0000b"}, "/title"),
        ({"title": "好" * 201}, "/title"),
        ({"title": 7}, "/title"),
        ({"external_id": "会议"}, "/external_id"),
        ({"kind": "Hearing"}, "/kind"),
        ({"details": {"a~/b": "x"}}, "/details/a~0~1b"),
        ({"details": {"place": 1}}, "/details/place"),
        ({"name": "王伟"}, "/name"),
        ({"card_number": "1"}, ""),
        ({"mandate": None}, ""),
    ],
)
def test_a_member_that_is_not_as_described_is_named_by_place(
    house: House, system: System, change: dict[str, Any], pointer: str
) -> None:
    answer = system.send(entry(house.mandates[0], **change))
    assert slug(answer, 422) == "invalid-request"
    assert [each["pointer"] for each in answer.json["errors"]] == [f"/entries/0{pointer}"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"entries": ' + b"[" * 5000, b'{"entries": [{"title": "\\ud800"}]}', b"NaN 1"]
)
def test_what_is_no_json_is_said_to_be_none(system: System, body: bytes) -> None:
    assert slug(system.post(body), 400) == "not-json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "甲/乙"]
)
def test_another_kind_of_body_is_refused(system: System, kind: str) -> None:
    latin = kind.encode().decode("latin-1")
    assert slug(system.post(b"{}", **{"Content-Type": latin}), 415) == "unsupported-media-type"


def test_a_body_that_is_too_large_is_refused(system: System) -> None:
    assert slug(system.post(b'"' + b"x" * 1_100_000 + b'"'), 413) == "about:blank"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limt=1", "limt"),
        ("mandate=1", "mandate"),
        ("recorded_since=2026-03-16", "recorded_since"),
        ("recorded_since=2026-03-16T01:00:00", "recorded_since"),
        ("recorded_since=0001-01-01T00:00:00%2B14:00", "recorded_since"),
        ("cursor=a%20b", "cursor"),
    ],
)
def test_a_parameter_that_is_not_as_described_is_named(system: System, query: str, parameter: str) -> None:
    answer = system.get(f"/entries?{query}")
    assert slug(answer, 422) == "invalid-request"
    assert {each["parameter"] for each in answer.json["errors"]} == {parameter}


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, '"', '"a', "é"])
def test_without_an_idempotency_key_nothing_is_done(house: House, system: System, key: str) -> None:
    given = key.encode().decode("latin-1")
    answer = system.post({"entries": [entry(house.mandates[0])]}, **{"Idempotency-Key": given})
    assert slug(answer, 400) == "idempotency-key-missing"
    assert db.session.scalars(select(ApiRequest)).all() == []


def test_who_sends_too_much_in_a_minute_is_told_when_to_go_on(
    house: House, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = settings.Settings(**vars(settings.current()) | {"api_writes_per_minute": 2})
    monkeypatch.setattr(settings, "_used", [few])
    for _ in range(2):
        assert system.send(entry(house.mandates[0])).status_code == 200
    answer = system.send(entry(house.mandates[0]))
    assert slug(answer, 429) == "rate-limit-exceeded"
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert system.get("/deputies").status_code == 200


def test_a_problem_quotes_nothing_that_was_sent_and_lists_no_more_than_a_hundred(house: House, system: System) -> None:
    bad = [entry(house.mandates[0], external_id=f"m-{number}", title=None, name="王伟") for number in range(300)]
    answer = system.send(*bad)
    assert "王伟" not in answer.text
    assert len(answer.json["errors"]) == 100
