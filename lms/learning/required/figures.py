"""How a required study stood on a day, as known at an instant: in office, due and trained by unit, and each deputy.

Everything that is read grows only and carries both times, so that the figures of a past day stay what they were when
deputies have left since. A completion, a resignation or an exemption that was recorded later shows only to those who
ask as known later.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select, union_all

from lms.catalog.models import CourseState, CourseVersion
from lms.core.clock import start_of
from lms.learning.models import CourseCompletion
from lms.learning.required.audience import asked
from lms.learning.required.models import RequiredCourse, RequiredStudyExemption
from lms.learning.required.states import COMPLETED, StudyState, state_on
from lms.learning.tasks.deeds import deeds
from lms.people.histories import histories
from lms.people.models import Exemption, Mandate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.learning.required.audience import Asked, Rule
    from lms.learning.required.models import RequiredStudy


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """On which day (inclusive, Asia/Shanghai), as known when; `bodies` limits what its reader may see."""

    as_at: date
    known_at: datetime
    bodies: frozenset[int] | None = None

    def may_see(self, body_id: int) -> bool:
        """Whether the reader may see a body."""
        return self.bodies is None or body_id in self.bodies


@dataclass(frozen=True, slots=True)
class Standing:
    """How one deputy stood. `exemption` is the reason, `completed_on` the day of the last course, or of what met a task."""

    asked: Asked
    state: StudyState
    completed_on: date | None
    exemption: str | None

    @property
    def body_id(self) -> int:
        """The electing body in which the deputy was."""
        return self.asked.body_id


@dataclass(frozen=True, slots=True)
class Figures:
    """What one body, or all together, came to: in office (实有), due (应训), trained (已训), and by state."""

    in_office: int
    states: Counter[StudyState]

    @property
    def due(self) -> int:
        """Of whom the study was asked and who were not exempt."""
        return self.states.total() - self.states[StudyState.EXEMPT]

    @property
    def trained(self) -> int:
        """Who had completed it, in time or later."""
        return sum(self.states[each] for each in COMPLETED)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about one study on one day; nobody is asked while it is not in force, nor for courses withdrawn."""

    in_office: Counter[int]
    standings: Sequence[Standing]
    withdrawn: frozenset[int] = frozenset()

    def of(self, bodies: Iterable[int]) -> Figures:
        """The figures of some bodies together."""
        wanted = set(bodies)
        states = Counter(each.state for each in self.standings if each.body_id in wanted)
        return Figures(sum(self.in_office[body_id] for body_id in wanted), states)


def account(session: Session, study: RequiredStudy, question: Question) -> Account:
    """How a study stood."""
    in_office, all_asked = audience(session, study.rule, question, term_id=study.term_id)
    if not in_force(study, question):
        return Account(in_office, ())
    courses, withdrawn = _courses(session, study, question)
    task = study.task
    if not courses and (task is None or (withdrawn and not task.met_by)):
        return Account(in_office, (), withdrawn)
    standings = _standings(session, study, all_asked, courses, question)
    return Account(in_office, standings, withdrawn)


def _standings(
    session: Session, study: RequiredStudy, all_asked: Sequence[Asked], courses: frozenset[int], question: Question
) -> list[Standing]:
    completed = _completed(session, study, courses, question)
    met = deeds(session, [study.id], congress_id=study.congress_id, as_at=question.as_at, known_at=question.known_at)
    exempt = _exempt(session, study, question)
    return [
        _standing(
            each,
            _first(completed.get(each.mandate_id), met.day(study.id, each)),
            exempt.get(each.mandate_id),
            question,
        )
        for each in all_asked
    ]


def audience(session: Session, rule: Rule, question: Question, *, term_id: int) -> tuple[Counter[int], Sequence[Asked]]:
    """How many were in office in each body, and of whom a rule asks: also for a rule that might be set."""
    in_office: Counter[int] = Counter()
    found: list[Asked] = []
    for history in histories(session, term_id=term_id, as_at=question.as_at, known_at=question.known_at):
        last = history[-1]
        if not last.is_in_office or not question.may_see(last.body_id):
            continue
        in_office[last.body_id] += 1
        one = asked(rule, history)
        if one is not None:
            found.append(one)
    return in_office, found


def in_force(study: RequiredStudy, question: Question) -> bool:
    """Whether the study was asked of anybody on the day, as far as was known."""
    withdrawn = study.withdrawal
    if withdrawn and withdrawn.recorded_at <= question.known_at and withdrawn.effective_on <= question.as_at:
        return False
    return study.from_on <= question.as_at and study.recorded_at <= question.known_at


def _standing(one: Asked, completed_on: date | None, exemption: str | None, question: Question) -> Standing:
    state = state_on(question.as_at, due_on=one.due_on, completed_on=completed_on, is_exempt=exemption is not None)
    return Standing(one, state, completed_on, exemption)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _courses(session: Session, study: RequiredStudy, question: Question) -> tuple[frozenset[int], frozenset[int]]:
    """The courses that could be taken at the end of the day, and those that had been withdrawn: nobody owes these."""
    end_of_day = start_of(question.as_at + timedelta(days=1))
    rows = session.execute(
        select(RequiredCourse.course_id, CourseVersion.state)
        .outerjoin(
            CourseVersion,
            (CourseVersion.course_id == RequiredCourse.course_id)
            & (CourseVersion.recorded_at < end_of_day)
            & (CourseVersion.recorded_at <= question.known_at),
        )
        .where(RequiredCourse.required_study_id == study.id)
        .order_by(CourseVersion.version)
    )
    last = dict(iter(rows))
    withdrawn = frozenset(course_id for course_id, state in last.items() if state is CourseState.WITHDRAWN)
    return frozenset(last) - withdrawn, withdrawn


def _completed(session: Session, study: RequiredStudy, courses: Collection[int], question: Question) -> dict[int, date]:
    """The day on which each deputy had completed all courses: whenever that was, nobody learns a course twice."""
    if not courses:
        return {}
    rows = session.execute(
        select(Mandate.id, func.max(CourseCompletion.effective_on))
        .join(CourseCompletion, CourseCompletion.person_id == Mandate.person_id)
        .where(
            Mandate.term_id == study.term_id,
            CourseCompletion.course_id.in_(courses),
            CourseCompletion.effective_on <= question.as_at,
            CourseCompletion.recorded_at <= question.known_at,
        )
        .group_by(Mandate.id)
        .having(func.count() == len(courses))
    )
    return dict(iter(rows))


def _exempt(session: Session, study: RequiredStudy, question: Question) -> dict[int, str]:
    """The reason of each deputy who is exempt, for the whole term or from this study alone."""
    table = RequiredStudyExemption
    of_term = select(
        literal(0).label("scope"), Exemption.mandate_id, Exemption.is_exempt, Exemption.reason, *_when(Exemption)
    ).where(
        Exemption.congress_id == study.congress_id,
        Exemption.effective_on <= question.as_at,
        Exemption.recorded_at <= question.known_at,
    )
    own = select(literal(1).label("scope"), table.mandate_id, table.is_exempt, table.reason, *_when(table)).where(
        table.required_study_id == study.id,
        table.effective_on <= question.as_at,
        table.recorded_at <= question.known_at,
    )
    rows = session.execute(union_all(of_term, own).order_by("scope", "effective_on", "recorded_at", "id"))
    last = {(scope, mandate_id): reason if is_exempt else None for scope, mandate_id, is_exempt, reason, *_ in rows}
    return {
        mandate_id: reason
        for (_scope, mandate_id), reason in sorted(last.items(), key=lambda one: one[0])
        if reason is not None
    }


def _when(table: type[Exemption | RequiredStudyExemption]) -> tuple[Any, ...]:
    return table.effective_on, table.recorded_at, table.id
