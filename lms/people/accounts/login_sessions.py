"""Login sessions of our own (ADR 0003): begun, kept alive, and ended, one or all."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from lms import audit
from lms.core.database import UtcInstant, core_transaction, transaction
from lms.core.errors import NotFound
from lms.people.accounts import access
from lms.people.accounts.models import ActingEnd, ActingFor, EndReason, LoginSession, Stage

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.accounts.models import Account
    from lms.people.accounts.policy import AccessPolicy
    from lms.people.accounts.visitor import Visitor

TOKEN_BYTES = 32
# Being seen is noted at most this often: a page costs no write.
SEEN_EVERY = timedelta(minutes=1)


def digest_of(token: str) -> bytes:
    """What the table keeps of a token: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(token.encode()).digest()


def start(
    session: Session,
    account: Account,
    *,
    stage: Stage,
    congress_id: int | None,
    is_staff: bool,
    visitor: Visitor,
    policy: AccessPolicy,
    now: datetime,
) -> str:
    """Begin a login session in the caller's transaction; returns the token for the cookie, kept nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    is_full = stage is Stage.FULL
    idle = policy.idle_staff if is_staff else policy.idle_deputy
    session.add(
        LoginSession(
            token_digest=digest_of(token),
            account_id=account.id,
            congress_id=congress_id,
            stage=stage,
            device=visitor.device,
            idle_seconds=int((idle if is_full else policy.pending).total_seconds()),
            created_at=now,
            last_seen_at=now,
            expires_at=now + (policy.lifetime if is_full else policy.pending),
            second_factor_at=now if is_full and is_staff else None,
        )
    )
    return token


_SEEN = (
    update(LoginSession)
    .where(
        LoginSession.id == bindparam("login"), LoginSession.last_seen_at <= bindparam("seen_before", type_=UtcInstant)
    )
    .values(last_seen_at=bindparam("now", type_=UtcInstant))
)


def note_seen(login_session_id: int, *, now: datetime) -> None:
    """Keep a login session alive. A row that another request has just noted is left as it is."""
    with core_transaction() as connection:
        connection.execute(_SEEN, {"login": login_session_id, "now": now, "seen_before": now - SEEN_EVERY})


def end_all_of(session: Session, account_id: int, reason: EndReason, *, now: datetime, but: int | None = None) -> int:
    """End every live login session of an account, but perhaps one, in the caller's transaction; returns how many."""
    ids = session.scalars(
        select(LoginSession.id).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    ).all()
    ended = [each for each in ids if each != but]
    _end(session, ended, reason, now)
    return len(ended)


def sign_out(login_session_id: int, *, actor: Actor | None, now: datetime) -> None:
    """End the login session from which this is asked. Doing it twice changes nothing."""
    with transaction() as session:
        row = session.get_one(LoginSession, login_session_id)
        if row.ended_at is None:
            _end(session, [row.id], EndReason.SIGNED_OUT, now)
            audit.record(
                session, actor=actor, action="sign_in.ended", subject=("login_session", row.public_id), now=now
            )


def revoke(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """End one of the actor's own login sessions.

    Raises:
        NotWhileActing: a liaison acts for the owner.
        NotFound: it is not the actor's, or has ended.
    """
    access.must_be_oneself(actor)
    with transaction() as session:
        row = session.scalars(
            select(LoginSession).where(
                LoginSession.public_id == public_id,
                LoginSession.account_id == actor.account_id,
                LoginSession.ended_at.is_(None),
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        _end(session, [row.id], EndReason.REVOKED, now)
        audit.record(session, actor=actor, action="sign_in.revoked", subject=("login_session", public_id), now=now)


def revoke_others(login_session_id: int, *, actor: Actor, now: datetime) -> int:
    """End all of the actor's login sessions but the one in use; returns how many there were.

    Raises:
        NotWhileActing: a liaison acts for the owner.
    """
    access.must_be_oneself(actor)
    with transaction() as session:
        ended = end_all_of(session, actor.account_id, EndReason.REVOKED, now=now, but=login_session_id)
        if ended:
            row = session.get_one(LoginSession, login_session_id)
            audit.record(
                session, actor=actor, action="sign_in.others_revoked", subject=("login_session", row.public_id), now=now
            )
        return ended


def _end(session: Session, ids: list[int], reason: EndReason, now: datetime) -> None:
    session.execute(update(LoginSession).where(LoginSession.id.in_(ids)).values(ended_at=now, end_reason=reason))
    session.execute(
        update(ActingFor)
        .where(ActingFor.login_session_id.in_(ids), ActingFor.ended_at.is_(None))
        .values(ended_at=now, end_reason=ActingEnd.SIGNED_OUT)
    )
