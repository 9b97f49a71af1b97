"""Taking away what nothing refers to, and checking that the rest is whole."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, FromClause, and_, exists, select

from lms.core import blobs
from lms.core.blob_store import CHUNK_BYTES
from lms.core.blobs import Blob
from lms.core.database import Base, db, transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.core.upsert import insert_into

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from lms.core.jobs import JobContext

GRACE = timedelta(days=1)


def sweep(*, now: datetime) -> int:
    """Remove blobs that no row refers to and that nobody has put for a day; returns how many.

    Each is checked and removed under the lock of its row, the file before the commit: `put` locks the row first and
    looks for the file second, so whoever puts the same bytes meanwhile waits, and writes them again.
    """
    _adopt_stray_files(now)
    orphans = select(Blob.sha256).where(Blob.last_put_at < now - GRACE, is_unused()).order_by(Blob.sha256)
    with db.engine.connect() as connection:
        candidates = connection.scalars(orphans).all()
    return sum(_remove(sha256, now) for sha256 in candidates)


def verify() -> Iterator[str]:
    """The SHA-256 of each blob whose bytes are missing, cut short or changed; reads every file once."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(Blob.sha256, Blob.size).order_by(Blob.sha256)).all()
    for sha256, size in rows:
        if not _is_whole(sha256, size):
            yield sha256


def _is_whole(sha256: str, size: int) -> bool:
    if sha256 not in blobs.store():
        return False
    digest = hashlib.sha256()
    with blobs.open_blob(sha256) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
        return digest.hexdigest() == sha256 and file.tell() == size


def is_unused(*, but_by: Collection[FromClause] = ()) -> ColumnElement[bool]:
    """No column that has a foreign key to `blob` holds this digest, but for those of some tables.

    New tables are seen by themselves.
    """
    references = [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is Blob.__table__.c.sha256 and table not in but_by
    ]
    return and_(*(~exists().where(column == Blob.sha256) for column in references))


def _remove(sha256: str, now: datetime) -> bool:
    with transaction() as session:
        mine = select(Blob).where(Blob.sha256 == sha256, Blob.last_put_at < now - GRACE, is_unused())
        blob = session.scalars(mine.with_for_update()).first()
        if blob is None:
            return False
        session.delete(blob)
        session.flush()
        blobs.store().delete(sha256)
    return True


def _adopt_stray_files(now: datetime) -> None:
    """Give a row to bytes whose transaction never committed: they then grow old like any other orphan."""
    with db.engine.connect() as connection:
        known = set(connection.scalars(select(Blob.sha256)))
    stray = [sha256 for sha256 in blobs.store() if sha256 not in known]
    if stray:
        with transaction() as session:
            for sha256 in stray:
                _adopt(session, sha256, now)


def _adopt(session: Session, sha256: str, now: datetime) -> None:
    try:
        with blobs.open_blob(sha256) as file:
            size = file.seek(0, 2)
    except FileNotFoundError:
        return
    row = insert_into(session, Blob).values(
        sha256=sha256, size=size, media_type="application/octet-stream", last_put_at=now
    )
    session.execute(row.on_conflict_do_nothing())


@job("core.blob_sweep", title=N_("Clearing away files that nothing uses"), crontab="40 3 * * *")
def sweep_nightly(context: JobContext) -> None:
    """Every night: what a failed upload left, and what housekeeping let go."""
    sweep(now=context.now)
