"""Who asks: the system that a secret belongs to, found in one statement, and what it has used of its minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from lms.core.database import UtcInstant, db, lock_row, transaction
from lms.interop.tokens.models import ApiToken, Scope, TokenState
from lms.interop.tokens.operations import digest_of
from lms.interop.tokens.refusals import TokenOver, TooManyWrites

if TYPE_CHECKING:
    import uuid

# Being used is noted at most this often: reading costs no write.
USED_EVERY = timedelta(minutes=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A system with a token in force: in which congress, for which electing body (None for all), and to what end."""

    token_id: int
    public_id: uuid.UUID
    congress_id: int
    electing_body_id: int | None
    system: str
    scopes: frozenset[Scope]
    last_used_at: datetime | None


# Built once: every request asks.
_TOKEN = select(
    ApiToken.id,
    ApiToken.public_id,
    ApiToken.congress_id,
    ApiToken.electing_body_id,
    ApiToken.system,
    ApiToken.scopes,
    ApiToken.last_used_at,
).where(
    ApiToken.secret_digest == bindparam("digest"),
    ApiToken.state == TokenState.ISSUED,
    ApiToken.expires_at > bindparam("now", type_=UtcInstant),
)


def recognize(secret: str, *, now: datetime) -> Bearer | None:
    """Whoever the secret belongs to; None for one that is unknown, expired or revoked."""
    rows = db.rows(_TOKEN, {"digest": digest_of(secret), "now": now})
    if not rows:
        return None
    token_id, public_id, congress_id, body_id, system, scopes, last_used_at = rows[0]
    return Bearer(
        token_id, public_id, congress_id, body_id, system, frozenset(Scope(each) for each in scopes), last_used_at
    )


def note_use(bearer: Bearer, *, now: datetime) -> None:
    """Note that a token is in use, at most once a minute, so that one that nobody needs can be found and revoked."""
    if bearer.last_used_at is not None and bearer.last_used_at > now - USED_EVERY:
        return
    unused = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - USED_EVERY)
    with transaction() as session:
        session.execute(update(ApiToken).where(ApiToken.id == bearer.token_id, unused).values(last_used_at=now))


def count_write(bearer: Bearer, *, most: int, now: datetime) -> None:
    """Count a request that would change something, before anything is made of it and in a transaction of its own.

    Raises:
        TooManyWrites: `most` have been counted in this minute of the clock.
        TokenOver: the token was revoked while the request was on its way.
    """
    minute = now.replace(second=0, microsecond=0)
    with transaction() as session:
        token = lock_row(session, ApiToken, bearer.token_id)
        if token.state is not TokenState.ISSUED:
            raise TokenOver
        if token.writes_in != minute:
            token.writes_in, token.writes = minute, 0
        if token.writes >= most:
            raise TooManyWrites(most=most, retry_after=int((minute + MINUTE - now).total_seconds()) + 1)
        token.writes += 1
        token.last_used_at = now  # The row is written anyway.
