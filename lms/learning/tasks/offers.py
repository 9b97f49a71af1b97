"""What a unit did and can name for a task: confirmed viewings, entered classes of its own, attended study sessions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.learning.tasks.models import MetBy, StudyTaskMeans
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.people.models import Mandate
from lms.records.models import EntryKind, EntryPayload, Head, RecordEntry
from lms.records.standing import taken_back
from lms.records.unit import queries as recordings
from lms.records.unit.models import RecordingState, UnitRecording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.learning.tasks.models import StudyTask, StudyTaskReport
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


def titles(session: Session, report: StudyTaskReport, *, congress_id: int) -> dict[int, tuple[str, date]]:
    """What each thing in a report is called, and when it was; what was erased from the record has no title."""
    viewings = session.scalars(
        select(GroupViewing)
        .where(GroupViewing.id.in_([each.viewing_id for each in report.means if each.viewing_id]))
        .options(joinedload(GroupViewing.course))
    )
    classes = session.scalars(
        select(UnitRecording)
        .where(UnitRecording.id.in_([each.recording_id for each in report.means if each.recording_id]))
        .options(joinedload(UnitRecording.kind))
    ).all()
    named, sessions = recordings.titles(session, classes), _session_titles(session, report, congress_id)
    by_viewing = {each.id: (each.course.title, each.held_on) for each in viewings}
    by_class = {each.id: (named.get(each.id, each.kind.name), each.occurred_on) for each in classes}
    found: dict[int, tuple[str, date]] = {}
    for each in report.means:
        if each.viewing_id is not None:
            found[each.id] = by_viewing[each.viewing_id]
        elif each.recording_id is not None:
            found[each.id] = by_class[each.recording_id]
        elif each.session_on is not None:
            found[each.id] = (sessions.get(each.session_key or "", ""), each.session_on)
    return found


def _session_titles(session: Session, report: StudyTaskReport, congress_id: int) -> dict[str, str]:
    """What the record calls the study sessions of a report, by their stems."""
    rows = session.execute(
        select(StudyTaskMeans.session_key, EntryPayload.content)
        .join(
            RecordEntry,
            (RecordEntry.congress_id == congress_id)
            & (RecordEntry.occurred_on == StudyTaskMeans.session_on)
            & RecordEntry.source_key.startswith(StudyTaskMeans.session_key + ":"),
        )
        .join(EntryPayload, EntryPayload.entry_id == RecordEntry.id)
        .where(StudyTaskMeans.report_id == report.id)
        .distinct()
    )
    return {key: json.loads(content)["title"] for key, content in rows if key}


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
