"""Tokens: asked for by one person, granted by another, the secret taken out once, ended by either (ADR 0018)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date, start_of
from lms.core.database import transaction
from lms.core.errors import NotFound
from lms.interop.tokens import access
from lms.interop.tokens.models import ApiToken, Scope, TokenState
from lms.interop.tokens.refusals import (
    CardsNeedDeputies,
    LivesTooLong,
    NothingAllowed,
    TokenDecided,
    TokenNotGranted,
    TokenOver,
    TokenTakesTwo,
)
from lms.people.models import ElectingBody

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

# What every secret begins with, so that one that leaked into a repository or a chat can be found and named.
PREFIX = "lms_"
SECRET_BYTES = 32
LONGEST_LIFE = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for. `expires_on` is the last day on which the token is good."""

    system: str
    name: str
    scopes: Collection[Scope]
    expires_on: date
    body_public_id: uuid.UUID | None = None


def request(wish: Wish, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Ask for a token in the actor's congress; it is good for nothing until somebody else grants it.

    Raises:
        LivesTooLong: it would end today, or in more than a year.
        NothingAllowed, CardsNeedDeputies: the scopes make no sense.
        NotFound: no such electing body in the actor's congress.
    """
    _check(wish, today=local_date(now))
    with transaction() as session:
        token = ApiToken(
            congress_id=actor.congress_id,
            electing_body_id=_body(session, wish.body_public_id, actor),
            system=wish.system,
            name=wish.name,
            scopes=sorted(wish.scopes),
            expires_at=start_of(wish.expires_on + timedelta(days=1)),
            requested_by=actor.account_id,
            requested_at=now,
        )
        session.add(token)
        session.flush()
        _note(session, token, action="api_token.requested", actor=actor, now=now)
        return token.public_id


def grant(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Let a token be taken out.

    Raises:
        NotFound: no such token in the actor's congress.
        TokenDecided: it was granted or declined already.
        TokenTakesTwo: the actor asked for it.
    """
    with transaction() as session:
        _decide(session, public_id, TokenState.GRANTED, actor, now, action="api_token.granted")


def decline(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Turn a request down. Raises as `grant` does."""
    with transaction() as session:
        _decide(session, public_id, TokenState.DECLINED, actor, now, action="api_token.declined")


def take_out(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> str:
    """Make the secret and return it, this once; only its SHA-256 stays.

    Raises:
        NotFound: no such token in the actor's congress.
        TokenNotGranted: it was not granted, has expired, or the secret was taken out before.
        TokenTakesTwo: the actor granted it.
    """
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    with transaction() as session:
        token = access.locked_token(session, public_id, actor=actor)
        if token.state is not TokenState.GRANTED or token.is_expired(now):
            raise TokenNotGranted
        if token.decided_by == actor.account_id:
            raise TokenTakesTwo
        token.state, token.secret_digest = TokenState.ISSUED, digest_of(secret)
        token.issued_by, token.issued_at = actor.account_id, now
        _note(session, token, action="api_token.issued", actor=actor, now=now)
    return secret


def revoke(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """End a token at once. Giving takes two people, taking away one.

    Raises:
        NotFound: no such token in the actor's congress.
        TokenOver: it was not granted, or was revoked before.
    """
    with transaction() as session:
        token = access.locked_token(session, public_id, actor=actor)
        if token.state not in (TokenState.GRANTED, TokenState.ISSUED):
            raise TokenOver
        token.state, token.revoked_by, token.revoked_at = TokenState.REVOKED, actor.account_id, now
        _note(session, token, action="api_token.revoked", actor=actor, now=now)


def digest_of(secret: str) -> bytes:
    """What the table keeps of a secret: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _check(wish: Wish, *, today: date) -> None:
    if not today < wish.expires_on <= today + LONGEST_LIFE:
        raise LivesTooLong
    if not wish.scopes:
        raise NothingAllowed
    if Scope.DEPUTIES_CARDS in wish.scopes and Scope.DEPUTIES_READ not in wish.scopes:
        raise CardsNeedDeputies


def _decide(
    session: Session, public_id: uuid.UUID, state: TokenState, actor: Actor, now: datetime, *, action: str
) -> None:
    token = access.locked_token(session, public_id, actor=actor)
    if token.state is not TokenState.REQUESTED:
        raise TokenDecided
    if token.requested_by == actor.account_id:
        raise TokenTakesTwo
    token.state, token.decided_by, token.decided_at = state, actor.account_id, now
    _note(session, token, action=action, actor=actor, now=now)


def _body(session: Session, public_id: uuid.UUID | None, actor: Actor) -> int | None:
    if public_id is None:
        return None
    found = session.scalar(
        select(ElectingBody.id).where(
            ElectingBody.public_id == public_id, ElectingBody.congress_id == actor.congress_id
        )
    )
    if found is None:
        raise NotFound
    return found


def _note(session: Session, token: ApiToken, *, action: str, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("api_token", token.public_id), now=now)
