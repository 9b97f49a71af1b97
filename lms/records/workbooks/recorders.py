"""Who had a hand in an entry that came by workbook: they answer no objection to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.records.hands import hands
from lms.records.models import RecordEntry, Source
from lms.records.workbooks.models import EntryWorkbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@hands
def hands_of_workbooks(session: Session, entry_id: int) -> Sequence[int]:
    """Who handed in and who entered the workbook; its entries were recorded at the instant at which it was entered."""
    found = session.execute(
        select(EntryWorkbook.handed_in_by, EntryWorkbook.entered_by)
        .join(
            RecordEntry,
            (RecordEntry.congress_id == EntryWorkbook.congress_id)
            & (RecordEntry.recorded_at == EntryWorkbook.entered_at),
        )
        .where(RecordEntry.id == entry_id, RecordEntry.source == Source.EXCEL)
    )
    return [account_id for pair in found for account_id in pair if account_id is not None]
