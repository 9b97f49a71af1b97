"""Who met a task by something else than its courses, on which day, as known at an instant.

A unit's last report counts unless it was returned. What it names is read where it stands: a viewing that was confirmed,
a recording or a study session as the record has them, without the entries that were taken back since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, null, select, true, union_all
from sqlalchemy.orm import aliased

from lms.learning.tasks.models import StudyTaskMeans, StudyTaskReport, StudyTaskReturn
from lms.learning.viewings.models import GroupViewing, ViewingDeputy
from lms.records.models import RecordEntry
from lms.records.standing import taken_back
from lms.records.unit.models import RecordedDeputy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select, Subquery
    from sqlalchemy.orm import Session

    from lms.learning.required.audience import Asked

_newer = aliased(StudyTaskReport)


class Deed(NamedTuple):
    """A deputy met a task on a day. A study session counts for the unit that named it: `body_id` is set."""

    study_id: int
    mandate_id: int
    body_id: int | None
    day: date


class Deeds:
    """All that was found, to be asked of one deputy at a time."""

    def __init__(self, found: Sequence[Deed] = ()) -> None:
        self._of: defaultdict[tuple[int, int], list[Deed]] = defaultdict(list)
        for each in found:
            self._of[each.study_id, each.mandate_id].append(each)

    def day(self, study_id: int, one: Asked) -> date | None:
        """The first day on which a deputy met a task; None if it was not met so."""
        mine = self._of.get((study_id, one.mandate_id), ())
        return min((each.day for each in mine if each.body_id in (None, one.body_id)), default=None)


def counts(known_at: datetime | None = None) -> ColumnElement[bool]:
    """A report counts while it is the unit's last one and was not returned: now, or as known at an instant."""
    newer = select(_newer.id).where(
        _newer.required_study_id == StudyTaskReport.required_study_id,
        _newer.electing_body_id == StudyTaskReport.electing_body_id,
        _newer.id > StudyTaskReport.id,
    )
    returned = select(StudyTaskReturn.report_id).where(StudyTaskReturn.report_id == StudyTaskReport.id)
    if known_at is None:
        return ~newer.exists() & ~returned.exists()
    return (
        (StudyTaskReport.recorded_at <= known_at)
        & ~newer.where(_newer.recorded_at <= known_at).exists()
        & ~returned.where(StudyTaskReturn.recorded_at <= known_at).exists()
    )


def deeds(
    session: Session,
    study_ids: Collection[int],
    *,
    congress_id: int,
    as_at: date,
    known_at: datetime | None = None,
    mandate_ids: Collection[int] | None = None,
) -> Deeds:
    """What met some tasks by a day, as known now or at an instant; of all deputies, or of some.

    One statement; none if there is no task.
    """
    if not study_ids:
        return Deeds()
    entries = _standing_entries(congress_id, known_at)
    ways = union_all(_by_viewing(known_at), _by_recording(entries), _by_session(entries, congress_id)).subquery()
    reports = select(StudyTaskReport.id).where(StudyTaskReport.required_study_id.in_(study_ids), counts(known_at))
    found = select(ways.c.study_id, ways.c.mandate_id, ways.c.body_id, ways.c.day).where(
        ways.c.report_id.in_(reports), ways.c.day <= as_at
    )
    if mandate_ids is not None:
        found = found.where(ways.c.mandate_id.in_(mandate_ids))
    return Deeds([Deed(*row) for row in session.execute(found)])


def everybody_named(congress_id: int) -> Subquery:
    """Each deputy for whom a thing of a report stands or once stood, by `means_id`.

    `stands` is false where the entry was taken back; `entry_id` is where the record says it, NULL for a viewing.
    """
    stands = _standing_entries(congress_id, None).label("stands")
    of_entry = (RecordEntry.id.label("entry_id"), stands)
    return union_all(
        _by_viewing(None).add_columns(null().cast(Integer).label("entry_id"), true().label("stands")),
        _by_recording(true()).add_columns(*of_entry),
        _by_session(true(), congress_id).add_columns(*of_entry),
    ).subquery()


def _means(mandate_id: Any, body_id: Any, day: Any) -> Select[Any]:
    return (
        select(
            StudyTaskReport.id.label("report_id"),
            StudyTaskMeans.id.label("means_id"),
            StudyTaskReport.required_study_id.label("study_id"),
            mandate_id.label("mandate_id"),
            body_id.label("body_id"),
            day.label("day"),
        )
        .select_from(StudyTaskMeans)
        .join(StudyTaskReport, StudyTaskReport.id == StudyTaskMeans.report_id)
    )


_NO_BODY = null().cast(Integer)


def _by_viewing(known_at: datetime | None) -> Select[Any]:
    found = (
        _means(ViewingDeputy.mandate_id, _NO_BODY, GroupViewing.held_on)
        .join(GroupViewing, GroupViewing.id == StudyTaskMeans.viewing_id)
        .join(ViewingDeputy, ViewingDeputy.viewing_id == GroupViewing.id)
    )
    return found if known_at is None else found.where(GroupViewing.confirmed_at <= known_at)


def _by_recording(entries: ColumnElement[bool]) -> Select[Any]:
    return (
        _means(RecordEntry.mandate_id, _NO_BODY, RecordEntry.occurred_on)
        .join(RecordedDeputy, RecordedDeputy.recording_id == StudyTaskMeans.recording_id)
        .join(RecordEntry, RecordEntry.id == RecordedDeputy.entry_id)
        .where(entries)
    )


def _by_session(entries: ColumnElement[bool], congress_id: int) -> Select[Any]:
    of_session = (
        (RecordEntry.congress_id == congress_id)
        & (RecordEntry.occurred_on == StudyTaskMeans.session_on)
        & RecordEntry.source_key.startswith(StudyTaskMeans.session_key + ":")
    )
    return (
        _means(RecordEntry.mandate_id, StudyTaskReport.electing_body_id, RecordEntry.occurred_on)
        .join(RecordEntry, of_session)
        .where(entries)
    )


def _standing_entries(congress_id: int, known_at: datetime | None) -> ColumnElement[bool]:
    stands = RecordEntry.id.not_in(select(taken_back(congress_id, known_at).c.id))
    return stands if known_at is None else stands & (RecordEntry.recorded_at <= known_at)
