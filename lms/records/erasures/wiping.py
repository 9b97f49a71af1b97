"""What goes with an entry's details: its payload and salt, evidence, what notices say, and every copy of it.

Whoever keeps such a copy in a table of its own registers how it is taken away:

    @wipes
    def wipe_diary(session: Session, entry_ids: Sequence[int]) -> None: …
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import delete, or_, select, update

from lms.notices.operations import redact
from lms.people.models import Mandate
from lms.records.corrections.models import Correction
from lms.records.models import EntryPayload, RecordEntry
from lms.records.objections.models import Objection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

Wipe = TypeVar("Wipe", bound="Callable[[Session, Sequence[int]], None]")

_more: list[Callable[[Session, Sequence[int]], None]] = []


def wipes(wipe: Wipe) -> Wipe:
    """Register a function that takes away what is kept of entries elsewhere, in the caller's transaction."""
    if wipe not in _more:
        _more.append(wipe)
    return wipe


def wipe(session: Session, entry_ids: Sequence[int]) -> None:
    """Take away all details of some entries, in the caller's transaction. A second time changes nothing."""
    _redact_notices(session, entry_ids)
    quietly = {"synchronize_session": False}
    no_evidence = {"evidence_sha256": None, "evidence_name": None}
    session.execute(delete(EntryPayload).where(EntryPayload.entry_id.in_(entry_ids)), execution_options=quietly)
    for table, words in ((Correction, {"content": None}), (Objection, {"text": ""})):
        about = or_(table.entry_id.in_(entry_ids), table.posted_entry_id.in_(entry_ids))
        session.execute(update(table).where(about).values(no_evidence | words), execution_options=quietly)
    for each in _more:
        each(session, entry_ids)


def _redact_notices(session: Session, entry_ids: Sequence[int]) -> None:
    """What the deputies were told names what was done; read it before it goes."""
    details = (
        select(Mandate.person_id, EntryPayload.content)
        .join(RecordEntry, RecordEntry.id == EntryPayload.entry_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(EntryPayload.entry_id.in_(entry_ids))
    )
    for person_id, content in session.execute(details).all():
        title = json.loads(content).get("title")
        if title:
            redact(session, person_id=person_id, words=title)
