"""How tasks stand for a reader: unit by unit, with the figures of required study, and what a unit has to show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core.permissions import Permission
from lms.learning.required.figures import Question, account
from lms.learning.required.queries import named
from lms.learning.tasks import access
from lms.learning.tasks.queries import last_reports
from lms.learning.tasks.shown import handed_in
from lms.learning.tasks.states import UnitState, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.learning.required.figures import Figures
    from lms.learning.required.queries import Named
    from lms.learning.tasks.models import StudyTask, StudyTaskReport
    from lms.learning.tasks.shown import Shown
    from lms.people.models import ElectingBody


@dataclass(frozen=True, slots=True)
class Line:
    """A task in the list, with how many of the reader's units are in each state."""

    task: StudyTask
    units: Sequence[ElectingBody]
    states: Counter[UnitState]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part."""

    body: ElectingBody
    state: UnitState
    figures: Figures


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit's part with everything that it handed in; `shown` is what the last report names, and who of the unit was there."""

    part: Part
    reports: Sequence[StudyTaskReport]
    shown: Sequence[tuple[Shown, Sequence[str]]]
    deputies: Sequence[Named]


def lines(session: Session, *, actor: Actor) -> Sequence[Line]:
    """The tasks of which the actor sees a part, the newest first."""
    seen = access.tasks(session, actor=actor)
    last = last_reports(session, [task for task, _units in seen])
    return [
        Line(task, units, Counter(state_of(last.get((task.required_study_id, body.id))) for body in units))
        for task, units in seen
    ]


def parts(
    session: Session, task: StudyTask, units: Sequence[ElectingBody], *, actor: Actor, today: date, now: datetime
) -> tuple[Sequence[Part], Figures]:
    """How some units of a task stand, and all together; of a withdrawn task, on its last day."""
    last = last_reports(session, [task])
    stood = account(session, task.study, _question(task, actor, today, now))
    found = [Part(body, state_of(last.get((task.required_study_id, body.id))), stood.of([body.id])) for body in units]
    return found, stood.of(body.id for body in units)


def unit_page(
    session: Session, task: StudyTask, body: ElectingBody, *, actor: Actor, today: date, now: datetime
) -> UnitPage:
    """One unit's part, with names."""
    stood = account(session, task.study, _question(task, actor, today, now))
    found, deputies = handed_in(session, task, body), named(session, stood, [body])
    part = Part(body, state_of(found.last), stood.of([body.id]))
    shown = [
        (each, [one.name for one in deputies if one.standing.asked.mandate_id in each.mandates]) for each in found.shown
    ]
    return UnitPage(part, found.reports, shown, deputies)


def _question(task: StudyTask, actor: Actor, today: date, now: datetime) -> Question:
    bodies = actor.bodies(Permission.VIEW_REQUIRED_STUDY)
    return Question(as_at=task.study.last_day(today), known_at=now, bodies=bodies)
