"""What a unit did and can name for a task: confirmed viewings, entered classes of its own, attended study sessions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.learning.tasks.models import MetBy
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.people.models import Mandate
from lms.records.models import EntryKind, EntryPayload, Head, RecordEntry
from lms.records.standing import taken_back
from lms.records.unit import queries as recordings
from lms.records.unit.models import RecordingState, UnitRecording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.learning.tasks.models import StudyTask
    from lms.people.models import ElectingBody

# The kind and the stem of entries that the close-out of a study session posts, as they stand in the record.
SESSION_KIND, SESSION_STEM = "study_session_completion", "study_session"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a unit did and can name. `key` is a viewing's or recording's public id, or a session's stem."""

    met_by: MetBy
    key: str
    title: str
    day: date
    number: int | None = None


def offers(session: Session, task: StudyTask, body: ElectingBody) -> Sequence[Offer]:
    """What a unit can name for a task: held this side of the first of January of the year in which it was given."""
    since = date(task.study.from_on.year, 1, 1)
    read = {MetBy.SESSION: _sessions, MetBy.VIEWING: _viewings, MetBy.OWN_CLASS: _classes}
    return [offer for way in task.ways for offer in read[way](session, task, body, since)]


def _viewings(session: Session, task: StudyTask, body: ElectingBody, since: date) -> list[Offer]:
    """Confirmed viewings; of the task's courses, if it names any."""
    statement = (
        select(GroupViewing)
        .where(
            GroupViewing.electing_body_id == body.id,
            GroupViewing.state == ViewingState.CONFIRMED,
            GroupViewing.held_on >= since,
        )
        .options(joinedload(GroupViewing.course))
        .order_by(GroupViewing.held_on.desc(), GroupViewing.id)
    )
    if task.study.courses:
        statement = statement.where(GroupViewing.course_id.in_([course.id for course in task.study.courses]))
    return [
        Offer(MetBy.VIEWING, str(each.public_id), each.course.title, each.held_on, each.id)
        for each in session.scalars(statement)
    ]


def _classes(session: Session, _task: StudyTask, body: ElectingBody, since: date) -> list[Offer]:
    """Entered recordings of the unit under the head of study."""
    found = session.scalars(
        select(UnitRecording)
        .join(UnitRecording.kind)
        .where(
            UnitRecording.electing_body_id == body.id,
            UnitRecording.state == RecordingState.POSTED,
            UnitRecording.occurred_on >= since,
            EntryKind.head == Head.STUDY,
        )
        .options(joinedload(UnitRecording.kind))
        .order_by(UnitRecording.occurred_on.desc(), UnitRecording.id)
    ).all()
    named = recordings.titles(session, found)
    return [
        Offer(MetBy.OWN_CLASS, str(each.public_id), named.get(each.id, each.kind.name), each.occurred_on, each.id)
        for each in found
    ]


def _sessions(session: Session, _task: StudyTask, body: ElectingBody, since: date) -> list[Offer]:
    """Study sessions that deputies of the unit completed, as the record has them, the latest first."""
    gone = taken_back(body.congress_id)
    rows = session.execute(
        select(RecordEntry.source_key, RecordEntry.occurred_on, EntryPayload.content)
        .join(EntryKind, EntryKind.id == RecordEntry.kind_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .outerjoin(EntryPayload, EntryPayload.entry_id == RecordEntry.id)
        .where(
            Mandate.electing_body_id == body.id,
            EntryKind.code == SESSION_KIND,
            RecordEntry.source_key.startswith(f"{SESSION_STEM}:"),
            RecordEntry.occurred_on >= since,
            RecordEntry.id.not_in(select(gone.c.id)),
        )
        .order_by(RecordEntry.occurred_on.desc(), RecordEntry.id)
    )
    found: dict[str, Offer] = {}
    for source_key, day, content in rows:
        stem = source_key.rpartition(":")[0]
        known = found.get(stem)
        if known is None or not known.title:
            found[stem] = Offer(MetBy.SESSION, stem, json.loads(content)["title"] if content else "", day)
    return list(found.values())
