"""Samples of the roster, accounts and roles."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.people.accounts import login_sessions, roles
from lms.people.accounts.models import GrantState, LoginSession, RoleGrant, Stage
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from lms.people.models import RosterImport, Term
from lms.people.roster.book import write_book
from lms.people.roster.generator import generate
from lms.people.roster.operations import upload
from tests.architecture.samples.known import account, actor, mandate, newest, npc


def lay() -> None:
    """A proposed role, somebody else's login, a checked roster."""
    now, by = clock.now(), actor("system", Role.SYSTEM_ADMIN)
    roles.propose(account("editor").public_id, Role.CLASS_HEAD, body_public_id=None, actor=by, now=now)
    with transaction() as session:
        login_sessions.start(
            session,
            account("deputy"),
            stage=Stage.FULL,
            congress_id=by.congress_id,
            is_staff=False,
            visitor=Visitor("127.0.0.1"),
            policy=AccessPolicy(),
            now=now,
        )
    book = io.BytesIO()
    write_book(book, [], created=now, rows=generate(1)[:1])
    term = db.session.scalars(select(Term).where(Term.congress_id == npc())).one()
    upload(book.getvalue(), "one.xlsx", term=term, actor=actor("business", Role.BUSINESS_ADMIN), now=now)


def _grant(state: GrantState) -> Any:
    return db.session.scalars(
        select(RoleGrant.public_id).where(RoleGrant.state == state, RoleGrant.congress_id == npc())
    ).first()


def _login() -> Any:
    theirs = select(LoginSession.public_id).where(LoginSession.account_id == account("deputy").id)
    return db.session.scalars(theirs).first()


SAMPLES: dict[str, Any] = {
    "accounts.public_id": lambda: account("organizer").public_id,
    "accounts.person_id": lambda: account("deputy").person.public_id,
    "accounts.end_login": _login,
    "accounts.grant": lambda: _grant(GrantState.PROPOSED),
    "accounts.decline": lambda: _grant(GrantState.PROPOSED),
    "accounts.revoke": lambda: _grant(GrantState.GRANTED),
    "people.field": lambda: "phone",
    "people": mandate,
    "mandates": mandate,
    "imports": lambda: newest(RosterImport),
}
