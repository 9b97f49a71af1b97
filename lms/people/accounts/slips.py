"""Slips with a one-time code, printed and handed over; or the code sent to the telephone. For one person or a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.accounts import access, access_codes, login_sessions
from lms.people.accounts.errors import NoTelephone, StaffAccount
from lms.people.accounts.models import Account, CodePurpose, EndReason
from lms.people.accounts.queries import is_staff
from lms.people.models import Person

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.accounts.policy import AccessPolicy


@dataclass(frozen=True)
class Slip:
    """What is printed once for the owner of an account: cut, folded, handed over."""

    person_name: str
    username: str | None
    code: str
    expires_at: datetime


def make(session: Session, account: Account, *, issued_by: int | None, policy: AccessPolicy, now: datetime) -> Slip:
    """A slip with a new code, in the caller's transaction. Who has no telephone number signs in with a user name."""
    if account.username is None and account.person.phone_index is None:
        account.username = f"d{account.id:06d}"
    purpose = CodePurpose.RESET if account.password_changed_at else CodePurpose.FIRST_USE
    valid = policy.slip_valid
    code = access_codes.issue(session, account, purpose=purpose, valid=valid, issued_by=issued_by, now=now)
    return Slip(account.person.name, account.username, code, now + valid)


def reset(session: Session, account: Account, *, actor: Actor, policy: AccessPolicy, now: datetime) -> Slip:
    """Take an account's password away, sign it out everywhere, and make a slip; in the caller's transaction."""
    account.password_hash = None
    login_sessions.end_all_of(session, account.id, EndReason.CREDENTIALS, now=now)
    audit.record(session, actor=actor, action="access.reset", subject=("account", account.public_id), now=now)
    return make(session, account, issued_by=actor.account_id, policy=policy, now=now)


def reset_deputy(person_public_id: uuid.UUID, *, actor: Actor, policy: AccessPolicy, now: datetime) -> Slip:
    """A liaison resets a deputy of the own unit: the old password is gone at once, the slip opens the account again.

    Raises:
        NotFound: the deputy is not of the actor's unit, or has no account.
        StaffAccount: the account reaches beyond the deputy's own things.
    """
    with transaction() as session:
        account = deputy_account(session, person_public_id, actor=actor)
        return reset(session, account, actor=actor, policy=policy, now=now)


def message_deputy(person_public_id: uuid.UUID, *, actor: Actor, policy: AccessPolicy, now: datetime) -> None:
    """A liaison lets a code be sent to a deputy's telephone; a password that is known stays good until then.

    Raises:
        NotFound, StaffAccount: as `reset_deputy`.
        NoTelephone: no number is known.
    """
    with transaction() as session:
        account = deputy_account(session, person_public_id, actor=actor)
        if account.person.phone_sealed is None:
            raise NoTelephone
        purpose = CodePurpose.RESET if account.is_activated else CodePurpose.FIRST_USE
        access_codes.send(session, account, purpose=purpose, issued_by=actor.account_id, policy=policy, now=now)
        audit.record(session, actor=actor, action="access_code.sent", subject=("account", account.public_id), now=now)


def print_waiting(*, actor: Actor, policy: AccessPolicy, now: datetime) -> list[Slip]:
    """Slips for every deputy of the actor's units whose account waits for its first use, in the order of names."""
    with transaction() as session:
        slips = []
        for account in session.scalars(_waiting(actor)):
            slips.append(make(session, account, issued_by=actor.account_id, policy=policy, now=now))
            audit.record(
                session, actor=actor, action="access_code.printed", subject=("account", account.public_id), now=now
            )
        return slips


def count_waiting(session: Session, *, actor: Actor) -> int:
    """How many deputies of the actor's units have not used their account yet."""
    return session.scalar(select(func.count()).select_from(_waiting(actor).order_by(None).subquery())) or 0


def deputy_account(session: Session, person_public_id: uuid.UUID, *, actor: Actor) -> Account:
    """The account of a deputy of the actor's units, locked. Raises as `reset_deputy`."""
    mandate = access.deputy(session, person_public_id, Permission.RESET_ACCESS, actor=actor)
    found = session.scalar(
        select(Account.id).where(Account.person_id == mandate.person_id, Account.closed_at.is_(None))
    )
    if found is None:
        raise NotFound
    if is_staff(session, found):
        raise StaffAccount
    return lock_row(session, Account, found)


def _waiting(actor: Actor) -> Select[Account]:
    mandates = access.deputies(Permission.RESET_ACCESS, actor=actor).subquery()
    return (
        select(Account)
        .join(Account.person)
        .where(
            Account.person_id.in_(select(mandates.c.person_id)),
            Account.password_hash.is_(None),
            Account.closed_at.is_(None),
        )
        .order_by(Person.sort_key, Account.id)
    )
