"""Roles: proposed by one person, granted by another, never to oneself; the three posts stay apart (ADR 0015)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.permissions import POSTS, Role
from lms.people.accounts import access, login_sessions
from lms.people.accounts.errors import (
    AccountClosed,
    NotYourself,
    OnePostOnly,
    PostIsOurs,
    PostOrBusiness,
    RoleAlreadyHeld,
    RoleDecided,
    RoleNeedsBody,
    TwoPeople,
)
from lms.people.accounts.models import Account, Duty, EndReason, GrantState, RoleGrant
from lms.people.models import ElectingBody, Mandate, MandateStatus

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

# Held through a mandate, not through a grant.
NEVER_GRANTED = frozenset({Role.DEPUTY, Role.FORMER_DEPUTY})
GRANTABLE = tuple(role for role in Role if role not in NEVER_GRANTED)
# What is noted where it was done, and in the congress that opened the account, if that is another one.
NOTED = {
    GrantState.PROPOSED: ("role.proposed", "role.proposed_elsewhere"),
    GrantState.GRANTED: ("role.granted", "role.granted_elsewhere"),
    GrantState.DECLINED: ("role.declined", "role.declined_elsewhere"),
    GrantState.REVOKED: ("role.revoked", "role.revoked_elsewhere"),
}
SCOPED = frozenset({Role.LIAISON})


def propose(
    account_public_id: uuid.UUID, role: Role, *, body_public_id: uuid.UUID | None, actor: Actor, now: datetime
) -> RoleGrant:
    """Propose a role in the actor's congress. It gives nothing until somebody else grants it.

    Raises:
        NotFound: no such account or electing body in the actor's congress.
        NotYourself: the account is the actor's own.
        AccountClosed: nobody signs in with it any more.
        RoleNeedsBody: a liaison belongs to an electing body.
        OnePostOnly, PostOrBusiness: the three posts would not stay apart.
        PostIsOurs: a post goes to an account of the congress itself.
        RoleAlreadyHeld: the same role is held or proposed.
    """
    with transaction() as session:
        account = access.account(session, account_public_id, actor=actor)
        return propose_to(session, account, role, body_public_id=body_public_id, actor=actor, now=now)


def propose_to(
    session: Session, account: Account, role: Role, *, body_public_id: uuid.UUID | None, actor: Actor, now: datetime
) -> RoleGrant:
    """Propose it in the caller's transaction, whichever congress's the account is. Raises as `propose`."""
    if account.id == actor.account_id:
        raise NotYourself
    body_id = _scope(session, role, body_public_id, actor)
    grant = add(session, account, role, congress_id=actor.congress_id, body_id=body_id, by=actor.account_id, now=now)
    _note(session, grant, actor, now)
    return grant


def add(
    session: Session,
    account: Account,
    role: Role,
    *,
    congress_id: int,
    body_id: int | None,
    by: int | None,
    now: datetime,
) -> RoleGrant:
    """Write a proposal into the caller's transaction, after the rules that keep posts and business apart.

    Without a proposer it is the founding of a post, in force at once.
    """
    account = lock_row(session, Account, account.id)
    if account.is_closed:
        raise AccountClosed
    held = _held(session, account.id)
    if any(each.role is role and each.electing_body_id == body_id for each in held):
        raise RoleAlreadyHeld
    _keep_apart(session, account, role, held, congress_id)
    account.duty = Duty.of(role)
    session.flush()
    grant = RoleGrant(
        congress_id=congress_id,
        account_id=account.id,
        electing_body_id=body_id,
        role=role,
        held_duty=Duty.of(role),
        state=GrantState.GRANTED if by is None else GrantState.PROPOSED,
        proposed_by=by,
        proposed_at=now,
    )
    session.add(grant)
    try:
        session.flush()
    except IntegrityError as error:
        raise _refusal(error) from error
    return grant


def grant(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Grant what another person proposed. The holder signs in again, with the second factor.

    Raises:
        NotFound: no such proposal in the actor's congress.
        RoleDecided: it was decided already.
        NotYourself: the role would be the actor's own.
        TwoPeople: the actor proposed it.
    """
    _decide(public_id, GrantState.GRANTED, actor, now)


def decline(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Turn a proposal down. Raises as `grant` does."""
    _decide(public_id, GrantState.DECLINED, actor, now)


def revoke(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> uuid.UUID:
    """End a granted role at once; the holder's login sessions end with it. Returns the account's public id.

    Raises:
        NotFound: no such role in the actor's congress.
        RoleDecided: it is not in force.
        NotYourself: it is the actor's own.
    """
    with transaction() as session:
        row = _grant(session, public_id, actor)
        if row.state is not GrantState.GRANTED:
            raise RoleDecided
        row.state, row.held_duty = GrantState.REVOKED, None
        row.revoked_by, row.revoked_at = actor.account_id, now
        login_sessions.end_all_of(session, row.account_id, EndReason.ROLES, now=now)
        _note(session, row, actor, now)
        return row.account.public_id


def end_all_of(session: Session, account_id: int, *, by: int | None, now: datetime) -> None:
    """End every role and proposal of an account, in the caller's transaction."""
    for row in _held(session, account_id):
        is_granted = row.state is GrantState.GRANTED
        row.state = GrantState.REVOKED if is_granted else GrantState.DECLINED
        row.held_duty = None
        row.revoked_by, row.revoked_at = by, now


def _decide(public_id: uuid.UUID, state: GrantState, actor: Actor, now: datetime) -> None:
    with transaction() as session:
        row = _grant(session, public_id, actor)
        if row.state is not GrantState.PROPOSED:
            raise RoleDecided
        if row.proposed_by == actor.account_id:
            raise TwoPeople
        row.state = state
        row.held_duty = row.held_duty if state is GrantState.GRANTED else None
        row.decided_by, row.decided_at = actor.account_id, now
        if state is GrantState.GRANTED:
            login_sessions.end_all_of(session, row.account_id, EndReason.ROLES, now=now)
        _note(session, row, actor, now)


def _note(session: Session, row: RoleGrant, actor: Actor, now: datetime) -> None:
    """The act in the congress where it was done; and that it was done, in the one whose account it is."""
    here, elsewhere = NOTED[row.state]
    audit.record(session, actor=actor, action=here, subject=("role_grant", row.public_id), now=now)
    home = row.account.opened_in
    if home not in (None, row.congress_id):
        subject = ("account", row.account.public_id)
        audit.record(session, actor=None, action=elsewhere, subject=subject, now=now, congress_id=home)


def _grant(session: Session, public_id: uuid.UUID, actor: Actor) -> RoleGrant:
    found = session.scalar(
        select(RoleGrant.id).where(RoleGrant.public_id == public_id, RoleGrant.congress_id == actor.congress_id)
    )
    if found is None:
        raise NotFound
    row = lock_row(session, RoleGrant, found)
    if row.account_id == actor.account_id:
        raise NotYourself
    return row


def _scope(session: Session, role: Role, body_public_id: uuid.UUID | None, actor: Actor) -> int | None:
    if role not in SCOPED:
        return None
    if body_public_id is None:
        raise RoleNeedsBody
    body_id = session.scalar(
        select(ElectingBody.id).where(
            ElectingBody.public_id == body_public_id, ElectingBody.congress_id == actor.congress_id
        )
    )
    if body_id is None:
        raise NotFound
    return body_id


def _held(session: Session, account_id: int) -> Sequence[RoleGrant]:
    return session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.held_duty.is_not(None))
    ).all()


def _keep_apart(session: Session, account: Account, role: Role, held: Sequence[RoleGrant], congress_id: int) -> None:
    if role in POSTS and not access.is_at_home(session, account.id, congress_id):
        raise PostIsOurs
    duty = Duty.of(role)
    if any(each.held_duty is not duty for each in held):
        raise PostOrBusiness
    if duty is Duty.BUSINESS:
        return
    if held:
        raise OnePostOnly
    mandate = exists().where(Mandate.person_id == account.person_id, Mandate.status != MandateStatus.ENDED)
    if session.scalar(select(mandate)):
        raise PostOrBusiness


def _refusal(error: IntegrityError) -> Exception:
    """The typed refusal for what the database refused when two proposals met."""
    text = str(error.orig)
    if "one_post" in text or text.endswith("role_grant.account_id"):
        return OnePostOnly()
    return PostOrBusiness() if "FOREIGN KEY" in text.upper() else RoleAlreadyHeld()
