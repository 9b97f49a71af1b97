"""Fetching accounts and deputies for an actor. What the actor must not see is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select

from lms.core.errors import NotFound
from lms.people.accounts.errors import NotWhileActing
from lms.people.accounts.models import Account, RoleGrant
from lms.people.models import Mandate, MandateStatus, Person

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor, Permission


def must_be_oneself(actor: Actor) -> None:
    """Password, second factor and login sessions are their owner's alone.

    Raises:
        NotWhileActing: a liaison acts for the owner.
    """
    if actor.acting_for is not None:
        raise NotWhileActing


def of_congress(congress_id: int) -> ColumnElement[bool]:
    """Whether an account belongs to a congress: opened there, or with a mandate or a role there."""
    return or_(
        Account.opened_in == congress_id,
        exists().where(Mandate.person_id == Account.person_id, Mandate.congress_id == congress_id),
        exists().where(RoleGrant.account_id == Account.id, RoleGrant.congress_id == congress_id),
    )


def accounts(actor: Actor) -> Select[Account]:
    """The accounts of the actor's congress, in the order of names."""
    return (
        select(Account).join(Account.person).where(of_congress(actor.congress_id)).order_by(Person.sort_key, Account.id)
    )


def account(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Account:
    """One account of the actor's congress.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(accounts(actor).where(Account.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def at_home(congress_id: int) -> ColumnElement[bool]:
    """Whether an account is a congress's own to close and to reset: opened there; a deputy's, which no congress opened,
    wherever it belongs. A role that another congress gives somebody does not give it their account.
    """
    return or_(Account.opened_in == congress_id, and_(Account.opened_in.is_(None), of_congress(congress_id)))


def is_at_home(session: Session, account_id: int, congress_id: int) -> bool:
    """The same of one account."""
    return bool(session.scalar(select(exists().where(Account.id == account_id, at_home(congress_id)))))


def own_account(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Account:
    """One account that is the actor's congress's own.

    Raises:
        NotFound: there is none; that of somebody who only has a role here is another congress's.
    """
    found = session.scalars(
        select(Account).where(Account.public_id == public_id, at_home(actor.congress_id))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def deputies(permission: Permission, *, actor: Actor) -> Select[Mandate]:
    """The mandates that have not ended, of the electing bodies in which the actor holds the permission."""
    bodies = actor.bodies(permission)
    statement = select(Mandate).where(Mandate.congress_id == actor.congress_id, Mandate.status != MandateStatus.ENDED)
    return statement if bodies is None else statement.where(Mandate.electing_body_id.in_(bodies))


def deputy(session: Session, person_public_id: uuid.UUID, permission: Permission, *, actor: Actor) -> Mandate:
    """The mandate of one deputy for whom the actor holds the permission.

    Raises:
        NotFound: there is none; another unit's deputy is not to be seen.
    """
    found = session.scalars(
        deputies(permission, actor=actor)
        .join(Mandate.person)
        .where(Person.public_id == person_public_id)
        .order_by(Mandate.from_on.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
