"""The same request again is the same answer to the byte, and is done once, even when it comes twice at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.interop.api.models import ApiRequest
from lms.interop.jobs import forget_old
from lms.interop.resources import sending
from lms.records.models import RecordEntry
from tests.concurrency.racing import at_once
from tests.factories import NOW
from tests.interop.conftest import House, System, entry

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from flask import Flask
    from werkzeug.test import TestResponse


def counts() -> tuple[int, int, int]:
    """Entries, notes for the auditor, and requests that are kept."""
    db.session.rollback()
    sent = select(func.count()).where(AuditEvent.action == "entries.sent")
    tables = (select(func.count()).select_from(RecordEntry), sent, select(func.count()).select_from(ApiRequest))
    return tuple(db.session.scalar(each) or 0 for each in tables)


def test_the_same_request_again_is_the_same_answer_to_the_byte(house: House, system: System) -> None:
    first, second = (system.send(entry(house.mandates[0]), key="k-1") for _ in range(2))
    assert first.status_code == 200
    assert first.data == second.data
    assert b'"is_new":true' in second.data
    assert [each.headers.get("Idempotent-Replayed") for each in (first, second)] == [None, "true"]
    assert counts() == (1, 1, 1)


def test_a_key_in_quotes_is_the_same_key(house: House, system: System) -> None:
    first, second = (system.send(entry(house.mandates[0]), key=key) for key in ("k-1", '"k-1"'))
    assert first.data == second.data
    assert counts()[2] == 1


def test_the_same_key_with_another_request_is_refused(house: House, system: System) -> None:
    system.send(entry(house.mandates[0]), key="k-1")
    answer = system.send(entry(house.mandates[1]), key="k-1")
    assert (answer.status_code, answer.json["type"]) == (422, "urn:lms:problem:idempotency-key-reused")
    assert counts() == (1, 1, 1)


def test_two_systems_may_use_the_same_key(app: Flask, house: House, system: System) -> None:
    other = System(app, house.secret(system="archive"))
    for each in (system, other):
        assert each.send(entry(house.mandates[0]), key="k-1").json["entries"][0]["is_new"] is True


def test_what_was_refused_leaves_the_key_free(house: House, system: System) -> None:
    assert system.send(entry(house.mandates[0], kind="parade"), key="k-1").status_code == 422
    assert counts() == (0, 0, 0)
    assert system.send(entry(house.mandates[0]), key="k-1").status_code == 200


def test_what_failed_half_way_leaves_nothing(house: House, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("the power is cut")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_entered", fail)
        system.client.application.testing = False
        try:
            assert system.send(entry(house.mandates[0]), key="k-1").status_code == 500
        finally:
            system.client.application.testing = True
    assert counts() == (0, 0, 0)
    assert system.send(entry(house.mandates[0]), key="k-1").json["entries"][0]["is_new"] is True


def test_sent_many_times_at_once_it_is_done_once_and_answered_alike(app: Flask, house: House) -> None:
    secret, body = house.secret(), entry(house.mandates[0])
    answers = at_once(*(sender(app, secret, body, "k-1") for _ in range(6)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.data for each in answers}) == 1
    assert sorted(each.headers.get("Idempotent-Replayed", "") for each in answers) == ["", *["true"] * 5]
    assert counts() == (1, 1, 1)


def test_the_same_fact_at_once_under_several_keys_is_one_entry(app: Flask, house: House) -> None:
    secret, body = house.secret(), entry(house.mandates[0])
    answers = at_once(*(sender(app, secret, body, f"k-{number}") for number in range(6)))
    taken = [each.json["entries"][0] for each in answers]
    assert len({each["entry"] for each in taken}) == 1
    assert sum(each["is_new"] for each in taken) == 1
    assert counts() == (1, 6, 6)


def test_two_batches_in_opposite_orders_wait_for_one_another(app: Flask, house: House) -> None:
    secret = house.secret()
    batch = [entry(house.mandates[number % 2], external_id=f"m-{number}") for number in range(60)]
    answers = at_once(sender(app, secret, *batch, "k-1"), sender(app, secret, *reversed(batch), "k-2"))
    assert {each.status_code for each in answers} == {200}
    assert sum(item["is_new"] for each in answers for item in each.json["entries"]) == 60


def test_requests_are_forgotten_after_a_week(house: House, system: System) -> None:
    system.send(entry(house.mandates[0]), key="k-1")
    forget_old(now=NOW + timedelta(days=6, hours=23))
    assert counts()[2] == 1
    forget_old(now=NOW + timedelta(days=7, seconds=1))
    assert counts() == (1, 1, 0)
    assert system.send(entry(house.mandates[0]), key="k-1").json["entries"][0]["is_new"] is False


def sender(app: Flask, secret: str, *said: Any) -> Callable[[], TestResponse]:
    """One system, in a thread of its own; the last word is the key."""
    *entries, key = said
    return lambda: System(app, secret).send(*entries, key=key)
