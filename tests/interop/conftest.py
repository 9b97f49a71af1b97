"""A congress with deputies, and systems with tokens that ask through the interface."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.interop.tokens import operations
from lms.interop.tokens.models import ApiToken, Scope
from lms.records.models import Source
from tests.factories import NOW, make_congress, make_electing_body, make_kind, make_mandate, make_term
from tests.support.accounts import actor_of, id_of, make_account

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from lms.core.permissions import Actor
    from lms.people.models import Congress, ElectingBody, Mandate, Term

DAY = "2026-03-10"


@dataclass
class House:
    """One congress: who may ask for a token and who may grant it, its deputies, and a kind that may be sent."""

    congress: Congress
    business: Actor
    security: Actor
    term: Term
    body: ElectingBody
    mandates: list[Mandate]

    now = NOW

    @property
    def congress_id(self) -> int:
        return id_of(self.congress)

    def wish(self, **given: Any) -> operations.Wish:
        """What a token is asked for with."""
        values: dict[str, Any] = {
            "system": "meetings",
            "name": "会议系统",
            "scopes": frozenset(Scope),
            "expires_on": clock.local_date(NOW) + timedelta(days=100),
        }
        return operations.Wish(**values | given)

    def secret(self, scopes: Collection[Scope] = frozenset(Scope), **given: Any) -> str:
        """The secret of a token that was asked for, granted and taken out."""
        public_id = operations.request(self.wish(scopes=scopes, **given), actor=self.business, now=NOW)
        operations.grant(public_id, actor=self.security, now=NOW)
        return operations.take_out(public_id, actor=self.business, now=NOW)


def make_house(deputies: int = 2) -> House:
    congress = make_congress()
    term = make_term(congress)
    body = make_electing_body(term, name="河北省", region_code="130000")
    for code, sources in (("hearing", {Source.API}), ("visit", {Source.UNIT})):
        make_kind(congress, code=code, sources=frozenset(sources))
    house = House(
        congress,
        actor_of(make_account(), Role.BUSINESS_ADMIN, congress_id=congress.id),
        actor_of(make_account(), Role.SECURITY_ADMIN, congress_id=congress.id),
        term,
        body,
        [make_mandate(body) for _ in range(deputies)],
    )
    for row in (congress, term, body, *house.mandates):
        loose(row)
    return house


def loose(row: Any) -> Any:
    """A row as it is now, which outlives the session: requests come and go, and with each the session."""
    db.session.refresh(row)
    db.session.expunge(row)
    return row


@pytest.fixture
def house(database: str) -> Iterator[House]:
    with clock.frozen_at(NOW):
        yield make_house()
    db.session.remove()


class System:
    """Another system with its token."""

    _keys = itertools.count(1)

    def __init__(self, app: Flask, secret: str | None) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers | headers)

    def send(self, *entries: dict[str, Any], key: str | None = None) -> TestResponse:
        """POST entries as JSON, under a key that is new unless given."""
        return self.post({"entries": entries}, key=key)

    def post(self, body: object, *, key: str | None = None, **headers: str) -> TestResponse:
        sent = {"Idempotency-Key": key or f"key-{next(self._keys)}", "Content-Type": "application/json"} | headers
        return self.client.post(
            "/api/v1/entries",
            data=body if isinstance(body, bytes) else json.dumps(body),
            headers=self.headers | {name: value for name, value in sent.items() if value},
            csrf=False,
        )


@pytest.fixture
def system(app: Flask, house: House) -> System:
    """A system that may do everything in the congress."""
    return System(app, house.secret())


def entry(of: Mandate, **given: Any) -> dict[str, Any]:
    """A good entry of a deputy; a member that is given as None is left out."""
    values = {
        "external_id": "m-1",
        "kind": "hearing",
        "mandate": str(of.public_id),
        "occurred_on": DAY,
        "title": "立法听证会",
    }
    return {name: value for name, value in (values | given).items() if value is not None}


def token_of(secret: str) -> ApiToken:
    """The row that a secret belongs to."""
    digest = operations.digest_of(secret)
    return db.session.scalars(select(ApiToken).where(ApiToken.secret_digest == digest)).one()
