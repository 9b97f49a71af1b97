"""Notes that wait to be verified, as a subject of the records desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.core.clock import local_date
from lms.core.database import db
from lms.core.i18n import N_
from lms.core.permissions import Permission
from lms.records.desk import Waiting, subject
from lms.records.diary.access import is_shown_to
from lms.records.diary.models import DiaryNote, NoteState

if TYPE_CHECKING:
    from datetime import date

    from lms.core.permissions import Actor


@subject(
    "records.diary_notes",
    label=N_("Diary notes to verify"),
    endpoint="diary_desk.index",
    permission=Permission.VIEW_RECORDS_DESK,
)
def waiting_notes(actor: Actor, _today: date) -> Waiting:
    """How many notes wait for the actor, and since when the oldest does."""
    statement = select(func.count(DiaryNote.id), func.min(DiaryNote.submitted_at)).join(DiaryNote.mandate)
    waits = statement.where(*is_shown_to(actor), DiaryNote.state == NoteState.SUBMITTED)
    count, oldest = db.session.execute(waits).one()
    return Waiting(count, local_date(oldest) if oldest else None)
