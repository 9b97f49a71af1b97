"""Reads about accounts that more than one verb needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select, union
from sqlalchemy.orm import joinedload

from lms.core.pages import Page, paginate
from lms.core.permissions import Permission
from lms.people.accounts import access
from lms.people.accounts.identifiers import phone_of, typed
from lms.people.accounts.models import Account, ActingFor, GrantState, LoginSession, RoleGrant, Stage
from lms.people.identity.sealing import phone_index
from lms.people.models import Congress, ElectingBody, Mandate, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def account_named(session: Session, identifier: str) -> Account | None:
    """The open account that a telephone number or a user name belongs to."""
    name = typed(identifier)
    conditions = [Account.username == name]
    phone = phone_of(name)
    if phone is not None:
        conditions.append(Person.phone_index == phone_index(phone))
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


@dataclass(frozen=True)
class Acting:
    """One acting for a person, as the person may read it."""

    liaison: str
    reason: str
    started_at: datetime
    over_at: datetime


def actings_for(session: Session, person_id: int | None, *, limit: int = 20) -> list[Acting]:
    """Who acted for a person and why, the last one first."""
    rows = session.execute(
        select(ActingFor, Person.name)
        .join(Account, Account.id == ActingFor.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(ActingFor.person_id == person_id)
        .order_by(ActingFor.started_at.desc())
        .limit(limit)
    )
    return [Acting(name, row.reason, row.started_at, row.ended_at or row.expires_at) for row, name in rows]


def deputy_accounts(*, actor: Actor, waiting: bool, number: int) -> Page[Account]:
    """The accounts of the deputies for whom the actor may issue codes, in official order and the order of names."""
    mandates = access.deputies(Permission.RESET_ACCESS, actor=actor).with_only_columns(Mandate.person_id)
    statement = (
        select(Account)
        .join(Account.person)
        .options(joinedload(Account.person))
        .where(Account.person_id.in_(mandates), Account.closed_at.is_(None))
        .order_by(Person.sort_key, Account.id)
    )
    if waiting:
        statement = statement.where(Account.password_hash.is_(None))
    return paginate(statement, number=number)


def search(actor: Actor, *, text: str, kind: str) -> Select[Account]:
    """The accounts of the actor's congress whose name, pinyin or user name holds the text.

    `kind` is `staff` (with a role, or opened for one), `closed`, or anything else for all.
    """
    statement = access.accounts(actor).options(joinedload(Account.person))
    wanted = typed(text)
    if wanted:
        names = (Person.name, Person.pinyin, Account.username)
        statement = statement.where(or_(*(each.contains(wanted, autoescape=True) for each in names)))
    elif kind == "staff":
        with_role = exists().where(
            RoleGrant.account_id == Account.id,
            RoleGrant.congress_id == actor.congress_id,
            RoleGrant.held_duty.is_not(None),
        )
        opened_here = Account.opened_in == actor.congress_id
        statement = statement.where(or_(with_role, opened_here), Account.closed_at.is_(None))
    elif kind == "closed":
        statement = statement.where(Account.closed_at.is_not(None))
    return statement


def roles_of(session: Session, account_ids: Sequence[int], *, congress_id: int) -> dict[int, list[RoleGrant]]:
    """The roles in force or proposed of some accounts in one congress."""
    rows = session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.electing_body))
        .where(
            RoleGrant.account_id.in_(account_ids),
            RoleGrant.congress_id == congress_id,
            RoleGrant.held_duty.is_not(None),
        )
        .order_by(RoleGrant.proposed_at)
    )
    found: dict[int, list[RoleGrant]] = {each: [] for each in account_ids}
    for row in rows:
        found[row.account_id].append(row)
    return found


def grants_of(session: Session, account_id: int, *, congress_id: int) -> Sequence[RoleGrant]:
    """Everything that was ever proposed for an account in a congress, the newest first."""
    return session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.electing_body))
        .where(RoleGrant.account_id == account_id, RoleGrant.congress_id == congress_id)
        .order_by(RoleGrant.proposed_at.desc(), RoleGrant.id.desc())
    ).all()


def proposals(actor: Actor) -> Select[RoleGrant]:
    """What waits for a decision in the actor's congress, the oldest first."""
    return (
        select(RoleGrant)
        .options(
            joinedload(RoleGrant.account).joinedload(Account.person),
            joinedload(RoleGrant.proposer).joinedload(Account.person),
            joinedload(RoleGrant.electing_body),
        )
        .where(RoleGrant.congress_id == actor.congress_id, RoleGrant.state == GrantState.PROPOSED)
        .order_by(RoleGrant.proposed_at, RoleGrant.id)
    )


def bodies(session: Session, *, congress_id: int) -> Sequence[ElectingBody]:
    """The electing bodies of a congress, in official order."""
    return session.scalars(
        select(ElectingBody)
        .where(ElectingBody.congress_id == congress_id)
        .order_by(ElectingBody.term_id.desc(), ElectingBody.official_order)
    ).all()
