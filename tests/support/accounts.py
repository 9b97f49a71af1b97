"""Accounts, roles and signed-in browsers for tests."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from lms.core import clock
from lms.core.database import transaction
from lms.core.permissions import Actor, Grant, Role
from lms.people.accounts.login_sessions import digest_of
from lms.people.accounts.models import Account, Duty, GrantState, LoginSession, RoleGrant, Stage
from lms.people.accounts.queries import congresses_of, is_staff
from tests.factories import NOW, make_congress, make_mandate, make_person, saved

if TYPE_CHECKING:
    from lms.people.models import Congress, ElectingBody, Mandate, Person
    from tests.support.http import HouseClient

_numbers = itertools.count(1)


def make_account(person: Person | None = None, **given: Any) -> Account:
    """An account with a user name and no password."""
    values: dict[str, Any] = {
        "person_id": (person or make_person()).id,
        "username": f"user{next(_numbers)}",
        "created_at": NOW,
    }
    return saved(Account(**values | given))


def make_grant(account: Account, role: Role, congress: Congress | int, body: ElectingBody | None = None) -> RoleGrant:
    """A role in force, proposed by one stranger and granted by another."""
    with transaction() as session:
        session.get_one(Account, account.id).duty = Duty.of(role)
    values: dict[str, Any] = {
        "congress_id": congress if isinstance(congress, int) else congress.id,
        "account_id": account.id,
        "electing_body_id": body.id if body else None,
        "role": role,
        "held_duty": Duty.of(role),
        "state": GrantState.GRANTED,
        "proposed_by": make_account().id,
        "proposed_at": NOW,
        "decided_by": make_account().id,
        "decided_at": NOW,
    }
    return saved(RoleGrant(**values))


def make_staff(role: Role, congress: Congress | None = None, body: ElectingBody | None = None, **given: Any) -> Account:
    """A person with an account that holds one role."""
    congress_id = body.congress_id if body else (congress or make_congress()).id
    account = make_account(**{"opened_in": congress_id} | given)
    make_grant(account, role, congress_id, body)
    return account


def make_deputy(body: ElectingBody | None = None, **given: Any) -> tuple[Mandate, Account]:
    """A deputy in office with an account."""
    mandate = make_mandate(body, **given)
    return mandate, make_account(mandate.person)


def actor_of(account: Account, *roles: Role, congress_id: int, body: ElectingBody | None = None) -> Actor:
    """The actor that an account would be, with these roles."""
    grants = tuple(Grant(role, body.id if body and role is Role.LIAISON else None) for role in roles)
    return Actor.of(account.id, account.person_id, congress_id, grants)


def id_of(thing: Any) -> int:
    """The id of a row, also after a request has ended the session that it hung on."""
    return int(inspect(thing).identity[0])


def sign_in(client: HouseClient, account: Account, *, congress_id: int | None = None) -> LoginSession:
    """Sign a browser in without the form: second factor passed, congress chosen (the first one, unless given)."""
    now = clock.now()
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        fresh = session.get_one(Account, id_of(account))
        congresses = congresses_of(session, fresh)
        login = LoginSession(
            token_digest=digest_of(token),
            account_id=fresh.id,
            congress_id=congress_id or (congresses[0].id if congresses else None),
            stage=Stage.FULL,
            idle_seconds=1800,
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=12),
            second_factor_at=now if is_staff(session, fresh.id) else None,
        )
        session.add(login)
    client.set_cookie("login", token)
    return login
