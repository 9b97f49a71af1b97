"""Required study for pages: the list, the deputies of one study by name, and what is asked of one person."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, select

from lms.catalog.models import Course, CourseState
from lms.core.database import db
from lms.core.permissions import Permission
from lms.learning.models import CourseCompletion
from lms.learning.required.audience import Rule, asked
from lms.learning.required.models import (
    RequiredCourse,
    RequiredStudy,
    RequiredStudyExemption,
    RequiredStudyWithdrawal,
)
from lms.learning.required.states import OPEN, StudyState, state_on
from lms.learning.tasks.deeds import Deeds, deeds
from lms.learning.tasks.models import StudyTask
from lms.people.histories import Change, changes, moments
from lms.people.models import ElectingBody, Exemption, Mandate, MandateChange, Person
from lms.people.queries import list_order

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.learning.required.figures import Account, Standing


@dataclass(frozen=True, slots=True)
class Named:
    """One deputy on the list, by the name that the roster has today."""

    mandate_id: uuid.UUID
    name: str
    body: ElectingBody
    standing: Standing


@dataclass(frozen=True, slots=True)
class Mine:
    """A study that is asked of a person today: its courses, how many are completed, and until when there is time.

    `courses` counts those that can be taken. With none left, all having been withdrawn, nothing is to do.
    """

    public_id: uuid.UUID
    title: str
    due_on: date
    state: StudyState
    courses: int
    done: int

    @property
    def is_open(self) -> bool:
        """Whether something is still to do."""
        return self.is_asked and self.state in OPEN

    @property
    def is_asked(self) -> bool:
        """Whether there is a course left to take."""
        return self.courses > 0


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course of a study, and when the person completed it."""

    study_id: uuid.UUID
    course_id: uuid.UUID
    title: str
    state: CourseState
    completed_on: date | None


def _last_word(table: type[RequiredStudyExemption | Exemption], *conditions: Any) -> Any:
    """Whether the last word on the mandate, by today, exempts it."""
    return (
        select(table.is_exempt)
        .where(table.mandate_id == Mandate.id, table.effective_on <= bindparam("today"), *conditions)
        .order_by(table.effective_on.desc(), table.recorded_at.desc(), table.id.desc())
        .limit(1)
        .correlate(Mandate, RequiredStudy)
        .scalar_subquery()
    )


# Built once: the home page and the list of courses of every deputy ask. A row for each study and change of the mandate.
_me = bindparam("person", type_=Integer)
_of_study = RequiredCourse.required_study_id == RequiredStudy.id
_to_take = select(RequiredCourse.course_id).join(Course, Course.id == RequiredCourse.course_id).where(_of_study)
_can_be_taken = Course.state != CourseState.WITHDRAWN
_done = (
    _to_take.join(CourseCompletion, CourseCompletion.course_id == Course.id)
    .where(_can_be_taken, CourseCompletion.person_id == _me)
    .correlate(RequiredStudy)
)
_TERMS = ("asked_of", "is_induction", "due_on", "days", "from_on", "recorded_at")
_MINE = (
    changes()
    .join(RequiredStudy, RequiredStudy.term_id == Mandate.term_id)
    .add_columns(
        RequiredStudy.public_id,
        RequiredStudy.title,
        RequiredStudy.body_ids,
        *(getattr(RequiredStudy, name).label(f"study_{name}") for name in _TERMS),
        RequiredStudy.id.label("study_id"),
        Mandate.id.label("mandate"),
        _to_take.where(_can_be_taken)
        .with_only_columns(func.count())
        .correlate(RequiredStudy)
        .scalar_subquery()
        .label("courses"),
        _done.with_only_columns(func.count()).scalar_subquery().label("done"),
        _done.with_only_columns(func.max(CourseCompletion.effective_on)).scalar_subquery().label("done_on"),
        select(StudyTask.required_study_id)
        .where(StudyTask.required_study_id == RequiredStudy.id)
        .correlate(RequiredStudy)
        .exists()
        .label("is_task"),
        _last_word(RequiredStudyExemption, RequiredStudyExemption.required_study_id == RequiredStudy.id).label(
            "exempt"
        ),
        _last_word(Exemption).label("exempt_this_term"),
    )
    .where(
        Mandate.person_id == _me,
        RequiredStudy.congress_id == bindparam("congress"),
        MandateChange.effective_on <= bindparam("today"),
        RequiredStudy.id.not_in(select(RequiredStudyWithdrawal.required_study_id)),
        # A task without a course is asked of units alone.
        RequiredStudy.id.in_(select(RequiredCourse.required_study_id)),
    )
    .order_by(None)
    .order_by(RequiredStudy.id, Mandate.id, MandateChange.effective_on, MandateChange.recorded_at, MandateChange.id)
)


def mine(actor: Actor, *, today: date) -> Sequence[Mine]:
    """What is asked of the actor today, the earliest day first; nothing of one who is exempt."""
    if actor.person_id is None:
        return ()
    rows = db.rows(_MINE, {"person": actor.person_id, "congress": actor.congress_id, "today": today})
    by_study = [list(of_one) for _key, of_one in groupby(rows, key=lambda row: (row.study_id, row.mandate))]
    tasks = [of_one[0] for of_one in by_study if of_one[0].is_task]
    met = deeds(
        db.session(),
        {row.study_id for row in tasks},
        congress_id=actor.congress_id,
        as_at=today,
        mandate_ids={row.mandate for row in tasks},
    )
    found = [_mine(of_one, met, today) for of_one in by_study]
    return sorted((each for each in found if each), key=lambda each: (not each.is_open, each.due_on))


def open_for(actor: Actor, *, today: date) -> Sequence[Mine]:
    """What a deputy still has to complete, the earliest day first: for the home page and the list of courses."""
    return [each for each in mine(actor, today=today) if each.is_open] if actor.can(Permission.LEARN) else ()


def _mine(rows: Sequence[Row[Any]], met: Deeds, today: date) -> Mine | None:
    first = rows[0]
    rule = Rule(body_ids=frozenset(first.body_ids), **{name: getattr(first, f"study_{name}") for name in _TERMS})
    one = asked(rule, moments(Change(*tuple(row)[: len(Change._fields)]) for row in rows))
    if one is None or first.exempt or first.exempt_this_term:
        return None
    days = [first.done_on if first.done == first.courses else None, met.day(first.study_id, one)]
    completed_on = min((day for day in days if day is not None), default=None)
    state = state_on(today, due_on=one.due_on, completed_on=completed_on, is_exempt=False)
    return Mine(first.public_id, first.title, one.due_on, state, first.courses, first.done)


def my_courses(actor: Actor) -> Mapping[uuid.UUID, Sequence[CourseLine]]:
    """The courses of the congress's required studies, by study, with the days on which the actor completed them."""
    rows = db.session.execute(
        select(RequiredStudy.public_id, Course.public_id, Course.title, Course.state, CourseCompletion.effective_on)
        .join(RequiredCourse, _of_study)
        .join(Course, Course.id == RequiredCourse.course_id)
        .outerjoin(
            CourseCompletion,
            (CourseCompletion.course_id == Course.id) & (CourseCompletion.person_id == (actor.person_id or 0)),
        )
        .where(RequiredStudy.congress_id == actor.congress_id)
        .order_by(RequiredStudy.id, RequiredCourse.position)
    )
    found: dict[uuid.UUID, list[CourseLine]] = {}
    for study_id, course_id, title, state, completed_on in rows:
        line = CourseLine(study_id, course_id, title, state, completed_on)
        found.setdefault(study_id, []).append(line)
    return found


def named(
    session: Session, account: Account, bodies: Sequence[ElectingBody], *, state: StudyState | None = None
) -> list[Named]:
    """The deputies in the order of lists: the bodies as they are given, inside them by number and strokes."""
    official = {body.id: place for place, body in enumerate(bodies)}
    people = _people(session, bodies)
    shown = [each for each in account.standings if each.body_id in official and (state is None or each.state is state)]
    shown.sort(key=lambda each: (official[each.body_id], people[each.asked.mandate_id][0]))
    return [Named(*people[each.asked.mandate_id][1:], bodies[official[each.body_id]], each) for each in shown]


def _people(session: Session, bodies: Sequence[ElectingBody]) -> dict[int, tuple[int, uuid.UUID, str]]:
    """Place on the list, public id and name of every mandate of the bodies' term, whichever body it is in today."""
    rows = session.execute(
        select(Mandate.id, Mandate.public_id, Person.name)
        .join(Person, Person.id == Mandate.person_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(Mandate.term_id.in_({body.term_id for body in bodies}))
        .order_by(*list_order()[1:])
    )
    return {mandate_id: (place, public_id, name) for place, (mandate_id, public_id, name) in enumerate(rows)}


def open_courses(session: Session, congress_id: int) -> Sequence[Course]:
    """The courses that can be asked for, by topic and title."""
    return session.scalars(
        select(Course)
        .where(Course.congress_id == congress_id, Course.state == CourseState.PUBLISHED)
        .order_by(Course.topic, Course.title, Course.id)
    ).all()
