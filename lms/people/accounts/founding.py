"""What the operator of the machine can do, from the command line: found the three posts, help one who is locked out.

On the pages all of it takes two people (ADR 0015). The operator has no account; the audit log shows the act alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from lms import audit
from lms.core.database import lock_row, transaction
from lms.people.accounts import login_sessions, operations, roles, second_factor, slips
from lms.people.accounts.errors import NoSuchAccount, NoSuchCongress, PostFounded
from lms.people.accounts.identifiers import typed
from lms.people.accounts.models import Account, EndReason, GrantState, RoleGrant
from lms.people.models import Congress

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Role
    from lms.people.accounts.policy import AccessPolicy
    from lms.people.accounts.slips import Slip


def found_post(
    post: Role, *, congress_code: str, name: str, username: str, policy: AccessPolicy, now: datetime
) -> Slip:
    """Open the account of a post's first holder and let them hold it. Returns the slip with the activation code.

    Raises:
        NoSuchCongress: there is none.
        PostFounded: somebody holds the post there; what follows needs two people.
        BadUsername, UsernameTaken: the user name will not do.
    """
    with transaction() as session:
        congress_id = session.scalar(select(Congress.id).where(Congress.code == congress_code))
        if congress_id is None:
            raise NoSuchCongress(code=congress_code)
        # Two commands at once would both find the post free.
        lock_row(session, Congress, congress_id)
        if _is_held(session, post, congress_id):
            raise PostFounded
        account = operations.add_staff(session, name, username, congress_id=congress_id, now=now)
        roles.add(session, account, post, congress_id=congress_id, body_id=None, by=None, now=now)
        audit.record(session, actor=None, action="post.founded", subject=("account", account.public_id), now=now)
        return slips.make(session, account, issued_by=None, policy=policy, now=now)


def rescue(username: str, *, with_second_factor: bool, policy: AccessPolicy, now: datetime) -> Slip:
    """A new code for somebody whom nobody else can help, e.g. the only security administrator.

    Raises:
        NoSuchAccount: there is none.
    """
    with transaction() as session:
        account = _named(session, username)
        account.password_hash = None
        login_sessions.end_all_of(session, account.id, EndReason.CREDENTIALS, now=now)
        fields = ["password"]
        if with_second_factor:
            second_factor.remove(session, account, now=now)
            fields.append("second_factor")
        subject = ("account", account.public_id)
        audit.record(session, actor=None, action="access.rescued", subject=subject, fields=fields, now=now)
        return slips.make(session, account, issued_by=None, policy=policy, now=now)


def close_by_operator(username: str, *, now: datetime) -> None:
    """Close the account of a post's last holder, who is gone: the post can then be founded anew.

    Raises:
        NoSuchAccount: there is none.
    """
    with transaction() as session:
        account = _named(session, username)
        operations.shut(session, account, by=None, now=now)
        audit.record(session, actor=None, action="account.closed", subject=("account", account.public_id), now=now)


def _named(session: Session, username: str) -> Account:
    found = session.scalars(
        select(Account).where(Account.username == typed(username), Account.closed_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NoSuchAccount(username=username)
    return lock_row(session, Account, found.id)


def _is_held(session: Session, post: Role, congress_id: int) -> bool:
    held = exists().where(
        RoleGrant.congress_id == congress_id,
        RoleGrant.role == post,
        RoleGrant.state == GrantState.GRANTED,
        RoleGrant.account_id == Account.id,
        Account.closed_at.is_(None),
    )
    return bool(session.scalar(select(held)))
