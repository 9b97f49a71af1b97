"""Accounts whose passwords are printed. They are marked, and refused anywhere but on the computer itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.people.accounts import roles, second_factor
from lms.people.accounts.models import Account, GrantState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Role
    from lms.people.accounts.models import RoleGrant


def lay_account(
    session: Session,
    *,
    person_id: int,
    username: str,
    password_hash: str,
    congress_id: int | None,
    now: datetime,
    totp_secret: str | None = None,
) -> Account:
    """Give a person an activated demonstration account, in the caller's transaction; one that waits is taken.

    Args:
        totp_secret: a Base32 secret, printed too; for accounts that will hold a role.
    """
    account = session.scalars(select(Account).where(Account.person_id == person_id)).one_or_none()
    if account is None:
        account = Account(person_id=person_id, opened_in=congress_id, created_at=now)
        session.add(account)
    account.username, account.password_hash, account.password_changed_at = username, password_hash, now
    account.is_demonstration = True
    session.flush()
    if totp_secret is not None:
        second_factor.prepare(session, account, now=now, secret=totp_secret)
        session.flush()
    return account


def lay_role(
    session: Session,
    account: Account,
    role: Role,
    *,
    congress_id: int,
    body_id: int | None,
    proposed_by: Account | None,
    granted_by: Account | None,
    now: datetime,
) -> RoleGrant:
    """A granted role, in the caller's transaction, under the same rules; without a proposer, a post's founding."""
    by = proposed_by.id if proposed_by else None
    grant = roles.add(session, account, role, congress_id=congress_id, body_id=body_id, by=by, now=now)
    grant.state = GrantState.GRANTED
    grant.decided_by, grant.decided_at = (granted_by.id, now) if granted_by else (None, None)
    session.flush()
    return grant
