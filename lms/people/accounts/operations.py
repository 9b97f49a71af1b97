"""Opening, closing and resetting accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.upsert import insert_into
from lms.people import names
from lms.people.accounts import access, access_codes, login_sessions, roles, second_factor, slips
from lms.people.accounts.errors import AccountClosed, BadUsername, NotThisAccount, UsernameTaken
from lms.people.accounts.identifiers import is_username, typed
from lms.people.accounts.models import Account, EndReason
from lms.people.models import Person

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.accounts.policy import AccessPolicy
    from lms.people.accounts.slips import Slip

BATCH = 500


def open_for_persons(session: Session, person_ids: Iterable[int], now: datetime) -> int:
    """Open an account for every person who has none, in the caller's transaction; returns how many.

    Nothing is hashed: an account without a password waits for its activation code. Safe to run twice.
    """
    ids = sorted(set(person_ids))
    opened = 0
    for start in range(0, len(ids), BATCH):
        rows = [{"person_id": each, "created_at": now} for each in ids[start : start + BATCH]]
        statement = insert_into(session, Account).on_conflict_do_nothing(index_elements=[Account.person_id])
        opened += len(session.scalars(statement.returning(Account.id), rows).all())
    return opened


def open_staff(name: str, username: str, *, actor: Actor, policy: AccessPolicy, now: datetime) -> Slip:
    """Open a staff member's account: it can do nothing until a role is granted. Returns the slip with the code.

    Raises:
        BadUsername: the user name is not of the form that is asked for.
        UsernameTaken: another account has it.
    """
    with transaction() as session:
        account = add_staff(session, name, username, congress_id=actor.congress_id, now=now)
        slip = slips.make(session, account, issued_by=actor.account_id, policy=policy, now=now)
        audit.record(session, actor=actor, action="account.opened", subject=("account", account.public_id), now=now)
        return slip


def add_staff(session: Session, name: str, username: str, *, congress_id: int, now: datetime) -> Account:
    """Write a person and their account into the caller's transaction. Raises as `open_staff`."""
    username = typed(username)
    if not is_username(username):
        raise BadUsername
    name = names.clean_name(name)
    readings = names.pinyin(name)
    person = Person(
        name=name,
        sort_key=names.sort_key(name),
        pinyin=readings.full,
        pinyin_initials=readings.initials,
        created_at=now,
    )
    account = Account(person=person, username=username, opened_in=congress_id, created_at=now)
    session.add(account)
    try:
        session.flush()
    except IntegrityError as error:
        raise UsernameTaken from error
    return account


def close(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Close an account: it is signed out everywhere, and its roles and proposals end.

    Raises:
        NotFound: the account is not the actor's congress's own.
        NotThisAccount: it is the actor's own.
        AccountClosed: it is closed already.
    """
    with transaction() as session:
        account = _another(session, public_id, actor)
        shut(session, account, by=actor.account_id, now=now)
        audit.record(session, actor=actor, action="account.closed", subject=("account", public_id), now=now)


def shut(session: Session, account: Account, *, by: int | None, now: datetime) -> None:
    """Close a locked account in the caller's transaction, with all that hangs on it."""
    account.closed_at, account.closed_by = now, by
    access_codes.void(session, account.id, now=now)
    roles.end_all_of(session, account.id, by=by, now=now)
    login_sessions.end_all_of(session, account.id, EndReason.CLOSED, now=now)


def reopen(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Open a closed account again. Its roles stay ended.

    Raises:
        NotFound: the account is not the actor's congress's own.
    """
    with transaction() as session:
        account = access.own_account(session, public_id, actor=actor)
        account.closed_at = account.closed_by = None
        audit.record(session, actor=actor, action="account.reopened", subject=("account", public_id), now=now)


def reset_staff(public_id: uuid.UUID, *, actor: Actor, policy: AccessPolicy, now: datetime) -> Slip:
    """Take a staff member's password away and print a new code. The second factor stays: two people are needed.

    Raises:
        NotFound: the account is not the actor's congress's own.
        NotThisAccount: it is the actor's own.
        AccountClosed: it is closed.
    """
    with transaction() as session:
        account = _another(session, public_id, actor)
        return slips.reset(session, account, actor=actor, policy=policy, now=now)


def reset_second_factor(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Take a staff member's second factor away, when telephone and recovery codes are lost.

    Raises:
        NotFound: the account is not the actor's congress's own.
        NotThisAccount: it is the actor's own.
    """
    with transaction() as session:
        account = _another(session, public_id, actor)
        second_factor.remove(session, account, now=now)
        audit.record(session, actor=actor, action="second_factor.reset", subject=("account", public_id), now=now)


def _another(session: Session, public_id: uuid.UUID, actor: Actor) -> Account:
    account = access.own_account(session, public_id, actor=actor)
    if account.id == actor.account_id:
        raise NotThisAccount
    account = lock_row(session, Account, account.id)
    if account.is_closed:
        raise AccountClosed
    return account
