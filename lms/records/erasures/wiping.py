"""What goes with an entry's details: its payload and salt, evidence, and every copy of what it was about.

Whoever keeps such a copy in a table of its own registers how it is taken away:

    @wipes
    def wipe_diary(session: Session, entry_ids: Sequence[int]) -> None: …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import delete, or_, update

from lms.records.corrections.models import Correction
from lms.records.models import EntryPayload
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
    quietly = {"synchronize_session": False}
    no_evidence = {"evidence_sha256": None, "evidence_name": None}
    session.execute(delete(EntryPayload).where(EntryPayload.entry_id.in_(entry_ids)), execution_options=quietly)
    for table, words in ((Correction, {"content": None}), (Objection, {"text": ""})):
        about = or_(table.entry_id.in_(entry_ids), table.posted_entry_id.in_(entry_ids))
        session.execute(update(table).where(about).values(no_evidence | words), execution_options=quietly)
    for each in _more:
        each(session, entry_ids)
