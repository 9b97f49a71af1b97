"""What a recording is about: of a draft as it lies there, of a posted one as its entries say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.records.attached import KeptFile, evidence_of_entries
from lms.records.models import EntryPayload
from lms.records.unit.models import RecordedDeputy, RecordingState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.records.unit.models import UnitRecording


def about(session: Session, recording: UnitRecording) -> dict[str, str] | None:
    """Title and details; None once the details of all its entries were erased."""
    if recording.state is RecordingState.DRAFT:
        return {"title": recording.title or "", "details": recording.details or ""}
    return _abouts(session, [recording.id]).get(recording.id)


def titles(session: Session, recordings: Sequence[UnitRecording]) -> dict[int, str]:
    """The title of each recording, by id; one whose details were erased has none."""
    said = _abouts(session, [each.id for each in recordings if each.state is RecordingState.POSTED])
    return {each.id: each.title for each in recordings if each.title} | {
        number: words["title"] for number, words in said.items()
    }


def evidence_of(session: Session, recording: UnitRecording) -> KeptFile | None:
    """The file that came with it, if one did and it was not erased."""
    if recording.evidence_sha256 and recording.evidence_name:
        return KeptFile(recording.evidence_sha256, recording.evidence_name)
    return evidence_of_entries(session, [each.entry_id for each in recording.deputies if each.entry_id])


def _abouts(session: Session, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What the first entry of each recording whose details are there says."""
    first = (
        select(RecordedDeputy.recording_id, func.min(RecordedDeputy.entry_id).label("entry_id"))
        .join(EntryPayload, EntryPayload.entry_id == RecordedDeputy.entry_id)
        .where(RecordedDeputy.recording_id.in_(ids))
        .group_by(RecordedDeputy.recording_id)
        .subquery()
    )
    rows = session.execute(
        select(first.c.recording_id, EntryPayload.content).join(first, first.c.entry_id == EntryPayload.entry_id)
    )
    return {recording_id: json.loads(content) for recording_id, content in rows}
