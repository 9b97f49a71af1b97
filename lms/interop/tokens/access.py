"""A congress's tokens, for those who ask for them and those who grant them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.database import db, lock_row
from lms.core.errors import NotFound
from lms.interop.tokens.models import ApiToken
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def tokens(actor: Actor) -> Select[ApiToken]:
    """The tokens of the actor's congress, the newest first."""
    return (
        select(ApiToken)
        .options(joinedload(ApiToken.electing_body), joinedload(ApiToken.requester).joinedload(Account.person))
        .where(ApiToken.congress_id == actor.congress_id)
        .order_by(ApiToken.requested_at.desc(), ApiToken.id.desc())
    )


def token(actor: Actor, public_id: uuid.UUID) -> ApiToken:
    """One of them.

    Raises:
        NotFound: the actor's congress has no such token.
    """
    found = db.session.scalar(tokens(actor).where(ApiToken.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def locked_token(session: Session, public_id: uuid.UUID, *, actor: Actor) -> ApiToken:
    """One of them, locked until the transaction ends. Raises as `token` does."""
    found = session.scalar(
        select(ApiToken.id).where(ApiToken.public_id == public_id, ApiToken.congress_id == actor.congress_id)
    )
    if found is None:
        raise NotFound
    return lock_row(session, ApiToken, found)
