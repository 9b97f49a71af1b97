"""Who is told of a task: the units' liaisons when it is given, once before its day, when theirs is returned or it is
withdrawn; and the organizer, after the day, of the units that handed nothing in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.core.upsert import insert_into
from lms.learning.required.telling import REMIND_BEFORE, liaisons_of
from lms.learning.tasks.models import StudyTask, StudyTaskStep, TaskStep
from lms.learning.tasks.queries import last_reports, units_of
from lms.learning.tasks.states import UnitState, state_of
from lms.notices.operations import Link, tell
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.learning.required.models import RequiredStudy
    from lms.people.models import ElectingBody

KIND = "learning.study_task"
GIVEN = N_("%(unit)s has been given a study task: %(title)s.")
GIVEN_DETAIL = N_("Please hand in by %(due_on)s how your unit has met it.")
REMINDER = N_("Please remember the study task “%(title)s” of %(unit)s.")
RETURNED = N_("What %(unit)s handed in for “%(title)s” has been returned.")
REASON = N_("Reason given: %(reason)s.")
WITHDRAWN = N_("The study task “%(title)s” has been withdrawn. Nothing is asked of %(unit)s any more.")
HANDED_ON = N_("“%(title)s”: %(count)d units have not handed anything in yet.")
HANDED_ON_DETAIL = N_("The last day has passed, and each was reminded once before. Please see whether they need help.")


def tell_given(session: Session, task: StudyTask, *, now: datetime) -> None:
    """Tell the liaisons of every unit, in the transaction that gives the task."""
    _tell_liaisons(session, task.study, units_of(session, task), GIVEN, GIVEN_DETAIL, now=now, due_on=task.study.due_on)


def tell_returned(session: Session, task: StudyTask, body: ElectingBody, reason: str, *, now: datetime) -> None:
    """Tell the liaisons of one unit why, in the transaction that returns it."""
    _tell_liaisons(session, task.study, [body], RETURNED, REASON, now=now, reason=reason)


def tell_withdrawn(session: Session, study: RequiredStudy, reason: str, *, now: datetime) -> None:
    """Tell the liaisons of every unit why; of a study that is no task, nobody."""
    if study.task is not None:
        _tell_liaisons(session, study, units_of(session, study.task), WITHDRAWN, REASON, now=now, reason=reason)


def remind_units(session: Session, task: StudyTask, *, now: datetime) -> None:
    """Remind the liaisons of each unit that has handed nothing in, once, at most a week before the day."""
    due_on, today = task.study.due_on, local_date(now)
    if due_on is None or not today <= due_on <= today + REMIND_BEFORE:
        return
    told = _note(session, task, _waiting(session, task), TaskStep.REMINDED, now)
    _tell_liaisons(session, task.study, told, REMINDER, GIVEN_DETAIL, now=now, due_on=due_on)


def hand_on_units(session: Session, task: StudyTask, *, now: datetime) -> None:
    """Tell who gave the task how many units let its day pass, each counted once."""
    study = task.study
    if study.due_on is None or local_date(now) <= study.due_on:
        return
    late = _note(session, task, _waiting(session, task), TaskStep.HANDED_ON, now)
    if not late:
        return
    tell(
        session,
        person_id=session.get_one(Account, study.set_by).person_id,
        congress_id=study.congress_id,
        kind=KIND,
        template=HANDED_ON,
        detail=HANDED_ON_DETAIL,
        params={"title": study.title, "count": len(late)},
        link=Link("study_tasks.show", {"public_id": study.public_id}),
        now=now,
    )


def _waiting(session: Session, task: StudyTask) -> list[ElectingBody]:
    """The units from which a report is awaited."""
    last = last_reports(session, [task])
    states = [(body, state_of(last.get((task.required_study_id, body.id)))) for body in units_of(session, task)]
    return [body for body, state in states if state is not UnitState.HANDED_IN]


def _tell_liaisons(
    session: Session,
    study: RequiredStudy,
    bodies: Iterable[ElectingBody],
    template: str,
    detail: str,
    *,
    now: datetime,
    **params: object,
) -> None:
    for body, person_ids in liaisons_of(session, [each.id for each in bodies]).items():
        for person_id in person_ids:
            tell(
                session,
                person_id=person_id,
                congress_id=study.congress_id,
                kind=KIND,
                template=template,
                detail=detail,
                params={"title": study.title, "unit": body.name, **params},
                link=Link("study_task_units.show", {"public_id": study.public_id, "body_id": body.public_id}),
                now=now,
            )


def _note(
    session: Session, task: StudyTask, bodies: list[ElectingBody], step: TaskStep, now: datetime
) -> list[ElectingBody]:
    """Note a step for each unit for which it was not yet taken; returns these."""
    if not bodies:
        return []
    common = {"required_study_id": task.required_study_id, "step": step, "recorded_at": now}
    rows = [{"electing_body_id": body.id, **common} for body in bodies]
    statement = insert_into(session, StudyTaskStep).values(rows).on_conflict_do_nothing()
    new = set(session.scalars(statement.returning(StudyTaskStep.electing_body_id)))
    return [body for body in bodies if body.id in new]
