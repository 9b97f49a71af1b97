"""Who and what the samples of every room are about: the national congress, the unit of Hebei, one deputy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.database import db
from lms.core.permissions import Actor, Grant
from lms.people.accounts.models import Account
from lms.people.models import Congress, ElectingBody, Mandate

if TYPE_CHECKING:
    from lms.core.permissions import Role


def npc() -> int:
    return db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one()


def account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def actor(username: str, role: Role) -> Actor:
    """The person of an account, at work in the national congress."""
    found = account(username)
    return Actor.of(found.id, found.person_id, npc(), (Grant(role),))


def hebei() -> Any:
    return db.session.scalars(
        select(ElectingBody.public_id).where(ElectingBody.congress_id == npc(), ElectingBody.short_name == "河北")
    ).one()


def mandate() -> Any:
    return db.session.scalars(
        select(Mandate.public_id).where(Mandate.person_id == account("deputy").person_id, Mandate.congress_id == npc())
    ).one()


def in_state(table: Any, state: Any) -> Any:
    """The first of a table that is in a state."""
    return db.session.scalars(select(table.public_id).where(table.state == state).order_by(table.id)).first()


def first(table: Any) -> Any:
    """The first of a table."""
    return db.session.scalars(select(table.public_id).order_by(table.id)).first()


def newest(table: Any) -> Any:
    """The last of a table."""
    return db.session.scalars(select(table.public_id).order_by(table.id.desc())).first()
