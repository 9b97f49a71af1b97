"""Files as content-addressed blobs: a row with digest, size and media type, and the bytes in a `BlobStore`.

A row of the domain refers to a blob by `ForeignKey("blob.sha256")` and never to a path. The bytes are durable before
the row commits. A blob that nothing refers to is swept away a day after it was last put (`lms.core.blob_sweep`), so
that a transaction which failed leaves nothing behind for ever.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.blob_store import BlobStore, Staged, staged
from lms.core.database import Base, UtcDateTime, db
from lms.core.errors import NotFound
from lms.core.upsert import insert_into

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

_store: list[BlobStore] = []


class Blob(Base):
    """What is known of some bytes. The media type is that of the first who put them."""

    __tablename__ = "blob"
    __table_args__ = (CheckConstraint("size >= 0", name="size"), CheckConstraint("length(sha256) = 64", name="sha256"))

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(127))
    last_put_at: Mapped[UtcDateTime]


def use(blob_store: BlobStore) -> None:
    """Take a store for this process."""
    _store[:] = [blob_store]


def current_store() -> BlobStore | None:
    """The process's store, if one was taken."""
    return _store[0] if _store else None


def store() -> BlobStore:
    """The process's store.

    Raises:
        RuntimeError: none was taken.
    """
    if not _store:
        raise RuntimeError("no blob store was taken")
    return _store[0]


def stage(data: bytes | BinaryIO) -> AbstractContextManager[Staged]:
    """Read large data before the transaction; hand the result to `put` inside it."""
    return staged(store(), BytesIO(data) if isinstance(data, bytes) else data)


def put(session: Session, data: bytes | BinaryIO | Staged, media_type: str, *, now: datetime) -> Blob:
    """Keep bytes and their row within the caller's transaction; the same bytes again are the same blob.

    The row is locked first and the file looked for second, in the order of the sweep: so a sweep that takes this
    very blob away is waited for, and the bytes are written again.
    """
    if isinstance(data, Staged):
        return _keep(session, data, media_type, now)
    with stage(data) as taken:
        return _keep(session, taken, media_type, now)


def find(sha256: str) -> Blob:
    """What is known of a blob.

    Raises:
        NotFound: nothing is: it was never kept, or was swept away.
    """
    found = db.session.get(Blob, sha256)
    if found is None:
        raise NotFound
    return found


def open_blob(sha256: str) -> BinaryIO:
    """A stream of a blob's bytes.

    Raises:
        FileNotFoundError: they are not there, which `verify` would have told.
    """
    return store().open(sha256)


def read_blob(sha256: str) -> bytes:
    """All of a small blob's bytes; raises FileNotFoundError."""
    with open_blob(sha256) as file:
        return file.read()


def blob_path(sha256: str) -> Path | None:
    """The file from which the web server can answer ranges, or None if the store has no local files."""
    return store().path(sha256)


def _keep(session: Session, taken: Staged, media_type: str, now: datetime) -> Blob:
    values = {"sha256": taken.sha256, "size": taken.size, "media_type": media_type, "last_put_at": now}
    statement = insert_into(session, Blob).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_={"last_put_at": now}))
    store().keep(taken)
    return session.get_one(Blob, taken.sha256, populate_existing=True)
