"""Who entered what a unit recorded, and who took the steps of a diary note: they answer no objection to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.records.diary.models import DiaryNote, DiaryStep
from lms.records.hands import hands
from lms.records.unit.models import RecordedDeputy, UnitRecording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@hands
def hands_of_units(session: Session, entry_id: int) -> Sequence[int]:
    """Who drafted it for the unit, and who posted it."""
    found = session.execute(
        select(UnitRecording.drafted_by, UnitRecording.posted_by)
        .join(RecordedDeputy, RecordedDeputy.recording_id == UnitRecording.id)
        .where(RecordedDeputy.entry_id == entry_id)
    )
    return [account_id for pair in found for account_id in pair if account_id is not None]


@hands
def hands_of_diaries(session: Session, entry_id: int) -> Sequence[int]:
    """Who submitted and verified it."""
    return session.scalars(
        select(DiaryStep.account_id)
        .join(DiaryNote, DiaryNote.id == DiaryStep.note_id)
        .where(DiaryNote.entry_id == entry_id)
    ).all()
