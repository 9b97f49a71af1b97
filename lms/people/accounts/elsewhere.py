"""Roles for people of other congresses, e.g. a province's officer who is liaison of its unit in the national congress.

An administrator cannot list or look into another congress's accounts (ADR 0035). Whoever is named exactly, by name and
user name, can be proposed for a role; only then does the account show, and it stays that other congress's to close and reset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import transaction
from lms.people import names
from lms.people.accounts import attempts, roles
from lms.people.accounts.errors import NobodyElsewhere
from lms.people.accounts.identifiers import typed
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor, Role
    from lms.people.accounts.models import RoleGrant
    from lms.people.accounts.policy import AccessPolicy


def propose(
    name: str,
    username: str,
    role: Role,
    *,
    body_public_id: uuid.UUID | None,
    actor: Actor,
    policy: AccessPolicy,
    now: datetime,
) -> RoleGrant:
    """Propose a role in the actor's congress for somebody whose account another congress opened.

    Raises:
        LockedOut: too many names were tried in vain.
        NobodyElsewhere: nobody has this name and this user name.
        NotFound, NotYourself, RoleNeedsBody, PostIsOurs, PostOrBusiness, RoleAlreadyHeld: see `roles.propose`.
    """
    key = attempts.key_of("elsewhere", actor.account_id)
    with transaction() as session:
        attempts.count(session, key, policy.account_limit, now=now)
    with transaction() as session:
        account_id = _named(session, name, username)
        attempts.forget(session, key)
    with transaction() as session:
        account = session.get_one(Account, account_id)
        return roles.propose_to(session, account, role, body_public_id=body_public_id, actor=actor, now=now)


def _named(session: Session, name: str, username: str) -> int:
    wanted = select(Account).where(Account.username == typed(username), Account.closed_at.is_(None))
    found = session.scalars(wanted).one_or_none()
    if found is None or found.person.name != names.clean_name(name):
        raise NobodyElsewhere
    return found.id
