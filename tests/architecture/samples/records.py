"""Samples of the performance record."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.documents.intake.book import write_book
from lms.people.models import Mandate
from lms.records.attached import attach
from lms.records.checks.models import CheckPeriod
from lms.records.corrections.models import Correction
from lms.records.diary.models import DiaryNote, NoteState
from lms.records.erasures import operations as erasures
from lms.records.erasures.models import ErasureGround, ErasureProposal
from lms.records.evidence import Evidence, keep
from lms.records.log.checkpoints import newest as newest_checkpoint
from lms.records.models import RecordEntry
from lms.records.objections.models import Objection
from lms.records.standing import is_standing
from lms.records.unit.models import RecordingState, UnitRecording
from lms.records.workbooks import operations as entry_workbooks
from lms.records.workbooks.columns import LAYOUT, Field
from lms.records.workbooks.models import EntryWorkbook
from tests.architecture.samples.known import account, actor, first, hebei, in_state, mandate, npc

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.permissions import Actor


def lay() -> None:
    """Evidence of an entry, a proposed erasure, and a workbook with a good row and a bad one."""
    now, officer = clock.now(), actor("business", Role.BUSINESS_ADMIN)
    with transaction() as session:
        kept = keep(session, Evidence.of(b"%PDF-1.7 evidence", "证明.pdf"), now=now)
        entry_id = session.scalars(select(RecordEntry.id).where(RecordEntry.public_id == _entry("deputy"))).one()
        attach(session, [entry_id], kept["evidence_sha256"], kept["evidence_name"])
    erasures.propose(_entry("deputy2"), ErasureGround.UNLAWFUL, "误录他人信息", actor=officer, now=now)
    _hand_in_entries(officer, now)


def _hand_in_entries(officer: Actor, now: datetime) -> None:
    deputy = db.session.scalars(select(Mandate).where(Mandate.public_id == mandate())).one()
    good = {
        Field.CARD_NUMBER: deputy.card_number or "",
        Field.NAME: deputy.person.name,
        Field.KIND: "inspection",
        Field.OCCURRED_ON: clock.local_date(now),
        Field.TITLE: "视察",
    }
    target = io.BytesIO()
    write_book(target, LAYOUT, {}, created=now, rows=[good, good | {Field.KIND: "?"}])
    entry_workbooks.hand_in(target.getvalue(), "entries.xlsx", actor=officer, now=now)


def _entry(username: str) -> Any:
    """A standing entry of the national congress, of the person with that account."""
    return db.session.scalars(
        select(RecordEntry.public_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(Mandate.person_id == account(username).person_id, RecordEntry.congress_id == npc(), is_standing())
        .order_by(RecordEntry.id)
    ).first()


def _log_size() -> int:
    newest = newest_checkpoint(db.session())
    assert newest is not None
    return newest.tree_size


SAMPLES: dict[str, Any] = {
    "records": mandate,
    "records_entries": lambda: _entry("deputy"),
    "entry_id": lambda: _entry("deputy"),
    "corrections.public_id": lambda: first(Correction),
    "erasures.public_id": lambda: first(ErasureProposal),
    "objections.public_id": lambda: first(Objection),
    "checks.public_id": lambda: first(CheckPeriod),
    "entry_kinds.code": lambda: "inspection",
    "unit_recordings.body_id": hebei,
    "unit_recordings": lambda: in_state(UnitRecording, RecordingState.DRAFT),
    "entry_workbooks": lambda: first(EntryWorkbook),
    "diary": lambda: in_state(DiaryNote, NoteState.DRAFT),
    "diary_desk": lambda: in_state(DiaryNote, NoteState.SUBMITTED),
    "log.size": _log_size,
    "log.old": _log_size,
    "log.new": _log_size,
}
