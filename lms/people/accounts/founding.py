"""The first holders of the three posts, on an empty installation, from the command line (ADR 0015)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.people.accounts import operations, roles, slips
from lms.people.accounts.errors import PostFounded
from lms.people.accounts.models import Account, GrantState, RoleGrant
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
        NotFound: there is no such congress.
        PostFounded: somebody holds the post there; what follows needs two people.
        BadUsername, UsernameTaken: the user name will not do.
    """
    with transaction() as session:
        congress_id = session.scalar(select(Congress.id).where(Congress.code == congress_code))
        if congress_id is None:
            raise NotFound
        # Two commands at once would both find the post free.
        lock_row(session, Congress, congress_id)
        if _is_held(session, post, congress_id):
            raise PostFounded
        account = operations.add_staff(session, name, username, congress_id=congress_id, now=now)
        roles.add(session, account, post, congress_id=congress_id, body_id=None, by=None, now=now)
        audit.record(session, actor=None, action="post.founded", subject=("account", account.public_id), now=now)
        return slips.make(session, account, issued_by=None, policy=policy, now=now)


def _is_held(session: Session, post: Role, congress_id: int) -> bool:
    held = exists().where(
        RoleGrant.congress_id == congress_id,
        RoleGrant.role == post,
        RoleGrant.state == GrantState.GRANTED,
        RoleGrant.account_id == Account.id,
        Account.closed_at.is_(None),
    )
    return bool(session.scalar(select(held)))
