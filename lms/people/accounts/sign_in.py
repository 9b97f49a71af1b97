"""Signing in: name and password, then a second factor for staff, then the congress.

The same work is done whether the account exists or not, and the same sentence refuses both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms import audit
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Actor
from lms.people.accounts import acting, attempts, hashing, login_sessions, second_factor
from lms.people.accounts.errors import NoRole, OnlyOnThisComputer, SignInOver, SignInRefused
from lms.people.accounts.identifiers import typed
from lms.people.accounts.models import Account, EndReason, LoginSession, Stage
from lms.people.accounts.queries import account_named, congresses_of, is_staff

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.people.accounts.policy import AccessPolicy
    from lms.people.accounts.visitor import Visitor


@dataclass(frozen=True)
class Entry:
    """How far a sign-in came: the token for the cookie, and whether a step is still to be taken."""

    token: str
    stage: Stage
    chooses_congress: bool = False


@dataclass(frozen=True)
class _Claim:
    """A counted attempt: what it may turn out to be right for."""

    account_id: int | None
    subject: uuid.UUID | None
    password_hash: str | None
    account_key: bytes
    source_key: bytes
    locks: bool


def sign_in(identifier: str, password: str, *, visitor: Visitor, policy: AccessPolicy, now: datetime) -> Entry:
    """Sign in by telephone number or user name.

    Raises:
        LockedOut: too many attempts failed, at this account or from this source.
        SignInRefused: there is no such account, or the password is wrong.
        OnlyOnThisComputer: a demonstration account is used from elsewhere.
        NoRole: the account has neither a role nor a mandate.
    """
    claim = _claim(identifier, visitor, policy, now)
    if not hashing.verify(claim.password_hash, password):
        _note_refusal(claim, now)
        raise SignInRefused
    stronger = hashing.hash_password(password) if hashing.needs_rehash(claim.password_hash or "") else None
    with transaction() as session:
        account = lock_row(session, Account, claim.account_id or 0)
        if account.password_hash != claim.password_hash or account.is_closed:
            raise SignInRefused
        if account.is_demonstration and not visitor.may_demonstrate:
            raise OnlyOnThisComputer
        account.password_hash = stronger or account.password_hash
        attempts.forget(session, claim.account_key)
        attempts.forgive(session, claim.source_key)
        return _enter(session, account, visitor, policy, now)


def _claim(identifier: str, visitor: Visitor, policy: AccessPolicy, now: datetime) -> _Claim:
    """Count the attempt before it is checked, at the account (or the name that nobody has) and at the source."""
    with transaction() as session:
        account = account_named(session, identifier)
        account_key = attempts.key_of("sign_in", account.id if account else typed(identifier))
        source_key = attempts.key_of("source", visitor.source)
        locks = attempts.count(session, account_key, policy.account_limit, now=now)
        attempts.count(session, source_key, policy.source_limit, now=now)
        return _Claim(
            account.id if account else None,
            account.public_id if account else None,
            account.password_hash if account else None,
            account_key,
            source_key,
            locks,
        )


def _note_refusal(claim: _Claim, now: datetime) -> None:
    action = "sign_in.locked" if claim.locks else "sign_in.refused"
    with transaction() as session:
        audit.record(session, actor=None, action=action, subject=("account", claim.subject), now=now, succeeded=False)


def _enter(session: Session, account: Account, visitor: Visitor, policy: AccessPolicy, now: datetime) -> Entry:
    if is_staff(session, account.id):
        second_factor.prepare(session, account, now=now)
        token = login_sessions.start(
            session,
            account,
            stage=Stage.SECOND_FACTOR,
            congress_id=None,
            is_staff=True,
            visitor=visitor,
            policy=policy,
            now=now,
        )
        return Entry(token, Stage.SECOND_FACTOR)
    return open_fully(session, account, is_staff=False, visitor=visitor, policy=policy, now=now)


def open_fully(
    session: Session, account: Account, *, is_staff: bool, visitor: Visitor, policy: AccessPolicy, now: datetime
) -> Entry:
    """Begin the login session that makes an actor, in the caller's transaction.

    Raises:
        NoRole: no congress has anything for this account.
    """
    congresses = congresses_of(session, account)
    if not congresses:
        raise NoRole
    congress_id = congresses[0].id if len(congresses) == 1 else None
    token = login_sessions.start(
        session,
        account,
        stage=Stage.FULL,
        congress_id=congress_id,
        is_staff=is_staff,
        visitor=visitor,
        policy=policy,
        now=now,
    )
    actor = Actor.of(account.id, account.person_id, congress_id, ()) if congress_id is not None else None
    audit.record(session, actor=actor, action="sign_in.succeeded", subject=("account", account.public_id), now=now)
    return Entry(token, Stage.FULL, chooses_congress=congress_id is None)


def pass_second_factor(
    login_session_id: int, code: str, *, visitor: Visitor, policy: AccessPolicy, now: datetime
) -> tuple[Entry, tuple[str, ...]]:
    """Finish a staff member's sign-in; the first code ever also confirms the authenticator.

    Returns the entry with a new token (the one before is worth nothing now), and the recovery codes if the
    authenticator was just confirmed.

    Raises:
        LockedOut: too many codes were wrong.
        SignInOver: the step was not begun, or took too long.
        SecondFactorRefused, CodeUsedAlready: the code does not count.
        NoRole: the account's roles have ended in the meantime.
    """
    with transaction() as session:
        login = _pending(session, login_session_id, now)
        key = attempts.key_of("second_factor", login.account_id)
        attempts.count(session, key, policy.account_limit, now=now)
    with transaction() as session:
        login = _pending(session, login_session_id, now)
        account = lock_row(session, Account, login.account_id)
        second_factor.accept(session, account.id, code, now=now)
        recovery_codes = second_factor.confirm(session, account.id, now=now)
        attempts.forget(session, key)
        login.ended_at, login.end_reason = now, EndReason.REPLACED
        entry = open_fully(session, account, is_staff=True, visitor=visitor, policy=policy, now=now)
        return entry, recovery_codes


def _pending(session: Session, login_session_id: int, now: datetime) -> LoginSession:
    login = lock_row(session, LoginSession, login_session_id)
    if login.stage is not Stage.SECOND_FACTOR or not login.is_live(now):
        raise SignInOver
    return login


def choose_congress(login_session_id: int, congress_public_id: uuid.UUID, *, now: datetime) -> None:
    """Take up the roles of one congress in a login session, at sign-in or later; it is remembered until it ends.

    Acting for a deputy ends with leaving the deputy's congress.

    Raises:
        NotFound: the account has nothing in that congress.
    """
    with transaction() as session:
        login = lock_row(session, LoginSession, login_session_id)
        chosen = [each for each in congresses_of(session, login.account) if each.public_id == congress_public_id]
        if not chosen or login.stage is not Stage.FULL:
            raise NotFound
        if login.congress_id is not None and login.congress_id != chosen[0].id:
            left = Actor.of(login.account_id, login.account.person_id, login.congress_id, ())
            acting.leave(session, login.id, actor=left, now=now)
        login.congress_id = chosen[0].id
        actor = Actor.of(login.account_id, login.account.person_id, chosen[0].id, ())
        audit.record(session, actor=actor, action="congress.chosen", subject=("congress", congress_public_id), now=now)
