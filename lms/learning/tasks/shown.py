"""What a unit handed in, with everything that its page says of it: what each thing was, on which day, and who was there."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.learning.tasks.deeds import everybody_named
from lms.learning.tasks.models import MetBy, StudyTaskMeans, StudyTaskReport
from lms.learning.viewings.models import GroupViewing
from lms.records.models import EntryPayload
from lms.records.unit.models import UnitRecording

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.learning.tasks.models import StudyTask
    from lms.people.models import ElectingBody


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a unit handed in. What was erased from the record has no title."""

    met_by: MetBy
    title: str
    day: date
    mandates: frozenset[int]


@dataclass(slots=True)
class HandedIn:
    """Everything that a unit handed in, the latest first, and what the record says of it, by `StudyTaskMeans.id`."""

    reports: list[StudyTaskReport] = field(default_factory=list)
    _mandates: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _titles: dict[int, str] = field(default_factory=dict)

    @property
    def last(self) -> StudyTaskReport | None:
        """What stands."""
        return self.reports[0] if self.reports else None

    @property
    def shown(self) -> list[Shown]:
        """The things of the last report."""
        return [self._shown(each) for each in self.last.means] if self.last else []

    def add(
        self, report: StudyTaskReport, means_id: int | None, mandate_id: int, stands: bool, said: str | None
    ) -> None:
        """Take one row: a report, and of one of its things a deputy, whether that stands, and what the entry says."""
        if report is not self.last and report not in self.reports:
            self.reports.append(report)
        if means_id is None:
            return
        if stands:
            self._mandates[means_id].add(mandate_id)
        if said is not None:
            self._titles.setdefault(means_id, json.loads(said)["title"])

    def _shown(self, means: StudyTaskMeans) -> Shown:
        return Shown(means.met_by, *self._about(means), frozenset(self._mandates[means.id]))

    def _about(self, means: StudyTaskMeans) -> tuple[str, date]:
        if means.viewing is not None:
            return means.viewing.course.title, means.viewing.held_on
        if means.recording is not None:
            return self._titles.get(means.id, means.recording.kind.name), means.recording.occurred_on
        return self._titles.get(means.id, ""), cast("date", means.session_on)  # By the table's CHECK there is one.


def handed_in(session: Session, task: StudyTask, body: ElectingBody) -> HandedIn:
    """Read what a unit handed in for a task; one statement."""
    found = HandedIn()
    for row in session.execute(_rows(task, body)).unique():
        found.add(*row)
    return found


def _rows(task: StudyTask, body: ElectingBody) -> Any:
    named = everybody_named(task.study.congress_id)
    viewing, recording = StudyTaskMeans.viewing, StudyTaskMeans.recording
    return (
        select(StudyTaskReport, named.c.means_id, named.c.mandate_id, named.c.stands, EntryPayload.content)
        .outerjoin(StudyTaskReport.returned)
        .outerjoin(StudyTaskReport.means)
        .outerjoin(viewing)
        .outerjoin(GroupViewing.course)
        .outerjoin(recording)
        .outerjoin(UnitRecording.kind)
        .outerjoin(named, named.c.means_id == StudyTaskMeans.id)
        .outerjoin(EntryPayload, EntryPayload.entry_id == named.c.entry_id)
        .where(StudyTaskReport.required_study_id == task.required_study_id, StudyTaskReport.electing_body_id == body.id)
        .options(
            contains_eager(StudyTaskReport.returned),
            contains_eager(StudyTaskReport.means).options(
                contains_eager(viewing).contains_eager(GroupViewing.course),
                contains_eager(recording).contains_eager(UnitRecording.kind),
            ),
        )
        .order_by(StudyTaskReport.id.desc(), StudyTaskMeans.id, named.c.entry_id)
    )
