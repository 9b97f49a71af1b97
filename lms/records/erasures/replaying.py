"""Erasing again what a restored backup brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.backup.after_restore import StepFailed, after_restore
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.core.settings import current
from lms.records.erasures import journal
from lms.records.erasures.journal import BadJournal, Erased
from lms.records.erasures.models import EntryErasure, ErasureGround
from lms.records.erasures.wiping import wipe
from lms.records.models import EntryPayload, RecordEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from lms.core.jobs import JobContext
    from lms.core.settings import Settings

AT_ONCE = 200


def replay(path: Path, *, now: datetime) -> int:
    """Erase what a journal names and the database still tells; returns how many entries. A second time does nothing.

    An entry that was posted after the backup is not there any more; its line does nothing.

    Raises:
        BadJournal: it is no journal.
        OSError: it cannot be read.
    """
    erased = list(journal.read(path))
    return sum(_erase(erased[at : at + AT_ONCE], now=now) for at in range(0, len(erased), AT_ONCE))


def complete(path: Path) -> int:
    """Write into a journal what was erased and is not in it: for a data folder that lost its own. Returns how many."""
    known = {each.entry for each in journal.read(path)} if path.exists() else set()
    rows = db.session.execute(
        select(RecordEntry.public_id, EntryErasure.approved_at)
        .join(EntryErasure, EntryErasure.entry_id == RecordEntry.id)
        .order_by(EntryErasure.id)
    )
    missing = [Erased(public_id, at) for public_id, at in rows if public_id not in known]
    if missing:
        journal.append(path, missing)
    return len(missing)


def _erase(some: Sequence[Erased], *, now: datetime) -> int:
    """Some lines in one transaction: an entry with a payload is erased, whether or not its erasure is on record."""
    when = {each.entry: each.at for each in some}
    with transaction() as session:
        back = session.execute(
            select(RecordEntry.id, RecordEntry.public_id)
            .join(EntryPayload, EntryPayload.entry_id == RecordEntry.id)
            .where(RecordEntry.public_id.in_(when))
        ).all()
        ids = [entry_id for entry_id, _ in back]
        on_record = set(session.scalars(select(EntryErasure.entry_id).where(EntryErasure.entry_id.in_(ids))))
        for entry_id, public_id in back:
            if entry_id not in on_record:
                session.add(
                    EntryErasure(
                        entry_id=entry_id,
                        ground=ErasureGround.REPLAYED,
                        approved_at=when[public_id],
                        recorded_at=now,
                    )
                )
            subject = ("record_entry", public_id)
            audit.record(session, actor=None, action="erasure.replayed", subject=subject, fields=("payload",), now=now)
        session.flush()
        wipe(session, ids)
        return len(ids)


@after_restore("records.erasures", command="lms records replay-erasures")
def replay_after_restore(settings: Settings, now: datetime) -> Iterator[str]:
    """Erase again what was erased since the backup was made, and see that the journal has everything."""
    path = settings.data_dir / journal.NAME
    if not path.exists():
        yield (
            f"There is no {path}. If details were erased since the backup was made, fetch the journal of the old "
            "data folder and run `lms records replay-erasures JOURNAL` before you serve."
        )
    else:
        try:
            again = replay(path, now=now)
        except BadJournal as error:
            raise StepFailed(str(error)) from error
        yield f"{again} erasures were replayed"
    complete(path)


@job("records.erasures", title=N_("Erasures held against their journal"), crontab="40 3 * * *")
def hold_against_journal(context: JobContext) -> None:
    """See every night that nothing that was erased has come back."""
    path = current().data_dir / journal.NAME
    if path.exists():
        replay(path, now=context.now)
