"""Tasks for pages: their units, and what these handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.core.permissions import Permission
from lms.learning.required.models import RequiredStudy, RequiredStudyWithdrawal
from lms.learning.tasks.models import StudyTask, StudyTaskMeans, StudyTaskReport
from lms.learning.tasks.states import UnitState, state_of
from lms.learning.viewings.models import GroupViewing
from lms.people.models import ElectingBody
from lms.people.queries import bodies_of_term
from lms.records.unit.models import UnitRecording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A unit's part of a task that is still to be handed in."""

    task: StudyTask
    body: ElectingBody
    state: UnitState


def units_of(session: Session, task: StudyTask, *, only: frozenset[int] | None = None) -> Sequence[ElectingBody]:
    """The units of a task in official order; of these, those with the ids in `only`."""
    return [body for body in bodies_of_term(session, task.study.term_id, only=only) if task.is_given_to(body)]


def last_reports(session: Session, tasks: Iterable[StudyTask]) -> Mapping[tuple[int, int], StudyTaskReport]:
    """What each unit handed in last, by the numbers of task and unit."""
    found = session.scalars(
        select(StudyTaskReport)
        .where(StudyTaskReport.required_study_id.in_([task.required_study_id for task in tasks]))
        .options(joinedload(StudyTaskReport.returned))
        .order_by(StudyTaskReport.id)
    )
    return {(report.required_study_id, report.electing_body_id): report for report in found}


def reports(session: Session, task: StudyTask, body: ElectingBody) -> Sequence[StudyTaskReport]:
    """Everything that a unit handed in, the latest first."""
    found = session.scalars(
        select(StudyTaskReport)
        .where(StudyTaskReport.required_study_id == task.required_study_id, StudyTaskReport.electing_body_id == body.id)
        .options(joinedload(StudyTaskReport.returned), joinedload(StudyTaskReport.means))
        .order_by(StudyTaskReport.id.desc())
    )
    return found.unique().all()


def named_before(session: Session, task: StudyTask, body: ElectingBody) -> frozenset[str]:
    """The keys of what a unit's last report names, as `lms.learning.tasks.offers.Offer` has them."""
    last = reports(session, task, body)[:1]
    rows = session.execute(
        select(GroupViewing.public_id, UnitRecording.public_id, StudyTaskMeans.session_key)
        .select_from(StudyTaskMeans)
        .outerjoin(GroupViewing, GroupViewing.id == StudyTaskMeans.viewing_id)
        .outerjoin(UnitRecording, UnitRecording.id == StudyTaskMeans.recording_id)
        .where(StudyTaskMeans.report_id.in_([report.id for report in last]))
    )
    return frozenset(str(key) for row in rows for key in row if key is not None)


def waiting(actor: Actor) -> Sequence[UnitTask]:
    """The parts of the actor's own units that are to be handed in, the earliest day first; for the home page."""
    own = actor.bodies(Permission.RECORD_FOR_UNIT)
    if not own:
        return ()
    session = db.session()
    tasks = session.scalars(
        select(StudyTask)
        .join(StudyTask.study)
        .where(
            RequiredStudy.congress_id == actor.congress_id,
            RequiredStudy.id.not_in(select(RequiredStudyWithdrawal.required_study_id)),
        )
        .options(joinedload(StudyTask.study))
        .order_by(RequiredStudy.due_on, RequiredStudy.id)
    ).all()
    if not tasks:
        return ()
    bodies = session.scalars(select(ElectingBody).where(ElectingBody.id.in_(own))).all()
    last = last_reports(session, tasks)
    found = [
        UnitTask(task, body, state_of(last.get((task.required_study_id, body.id))))
        for task in tasks
        for body in bodies
        if task.is_given_to(body)
    ]
    return [each for each in found if each.state is not UnitState.HANDED_IN]
