"""The same request again is the same answer, and nothing is done twice (draft-ietf-httpapi-idempotency-key-header).

The key's row comes first, in the transaction of the act. Whoever sends the same key at the same moment waits for that
transaction: on PostgreSQL at the unique constraint, on SQLite before it begins. If it commits they read its answer; if
it fails nothing of it is left, the key neither, and the next one does the work.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import select, update

from lms.core.database import transaction
from lms.core.i18n import N_
from lms.core.upsert import insert_into
from lms.interop.api.models import ApiRequest
from lms.interop.api.problems import Fault, KeyMissing, KeyReused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

HEADER = "Idempotency-Key"
KEY = r"[A-Za-z0-9._~:-]{1,64}"
# A structured string in quotes, as the draft has it, or the same without them, as most clients send it.
_GIVEN = re.compile(f'"({KEY})"|({KEY})', re.ASCII)


@dataclass(frozen=True)
class Keyed:
    """A request of a token under a key; the digest tells one request from another."""

    token_id: int
    key: str
    digest: bytes


@dataclass(frozen=True)
class Kept:
    """An answer as it is kept and sent; `is_repeated` when it was given before."""

    status: int
    body: bytes
    is_repeated: bool = False


def key_of(header: str | None) -> str:
    """The key that a header gives.

    Raises:
        KeyMissing: it gives none.
    """
    match = _GIVEN.fullmatch(header or "")
    if match is None:
        raise KeyMissing(faults=[Fault(N_("This is missing, or is not of the form that is expected."), header=HEADER)])
    return match[1] or match[2]


def digest_of(method: str, path: str, body: bytes) -> bytes:
    """What tells one request from another."""
    return hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


def once(asked: Keyed, act: Callable[[Session], Kept], *, now: datetime) -> Kept:
    """Do an act and keep its answer, or give the answer that was kept.

    Raises:
        KeyReused: the key was used for another request.
    """
    with transaction() as session:
        statement = insert_into(session, ApiRequest).values(
            token_id=asked.token_id, key=asked.key, digest=asked.digest, created_at=now
        )
        mine = session.scalar(
            statement.on_conflict_do_nothing(index_elements=["token_id", "key"]).returning(ApiRequest.id)
        )
        if mine is None:
            return _kept(session, asked)
        answer = act(session)
        session.execute(update(ApiRequest).where(ApiRequest.id == mine).values(status=answer.status, body=answer.body))
        return answer


def _kept(session: Session, asked: Keyed) -> Kept:
    row = session.scalars(
        select(ApiRequest).where(ApiRequest.token_id == asked.token_id, ApiRequest.key == asked.key)
    ).one()
    if row.digest != asked.digest:
        raise KeyReused(faults=[Fault(KeyReused.template, header=HEADER)])
    return Kept(cast("int", row.status), cast("bytes", row.body), is_repeated=True)
