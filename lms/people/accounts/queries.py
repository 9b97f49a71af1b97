"""Reads about accounts that more than one verb needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select, union

from lms.core.crypto import blind_index
from lms.people.accounts.identifiers import phone_of, typed
from lms.people.accounts.models import Account, GrantState, LoginSession, RoleGrant, Stage
from lms.people.models import Congress, Mandate, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def account_named(session: Session, identifier: str) -> Account | None:
    """The open account that a telephone number or a user name belongs to."""
    name = typed(identifier)
    conditions = [Account.username == name]
    phone = phone_of(name)
    if phone is not None:
        conditions.append(Person.phone_index == blind_index(phone))
    found = session.scalars(
        select(Account).join(Account.person).where(or_(*conditions), Account.closed_at.is_(None)).limit(2)
    ).all()
    # A user name that is somebody else's telephone number belongs to nobody.
    return found[0] if len(found) == 1 else None


def is_staff(session: Session, account_id: int) -> bool:
    """Whether the account holds any granted role: then a second factor is asked for."""
    held = exists().where(RoleGrant.account_id == account_id, RoleGrant.state == GrantState.GRANTED)
    return bool(session.scalar(select(held)))


def congresses_of(session: Session, account: Account) -> Sequence[Congress]:
    """Where the account has a role or its person a mandate, past ones included, by the congress's code."""
    ids = union(
        select(Mandate.congress_id).where(Mandate.person_id == account.person_id),
        select(RoleGrant.congress_id).where(RoleGrant.account_id == account.id, RoleGrant.state == GrantState.GRANTED),
    )
    return session.scalars(select(Congress).where(Congress.id.in_(ids)).order_by(Congress.code)).all()


def live_login_sessions(session: Session, account_id: int, *, now: datetime) -> Sequence[LoginSession]:
    """The browsers in which an account is signed in now, the one used last first."""
    rows = session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.stage == Stage.FULL,
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )
    return [row for row in rows if row.is_live(now)]
