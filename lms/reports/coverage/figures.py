"""How many are due, exempt, trained and still to be trained: of everybody, the newly elected and the grassroots, by unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.people.models import Term
from lms.reports.completion import WHOLE, CompletionReport
from lms.reports.coverage.outlook import YEAR, Outlook, Progress, outlook
from lms.study_sessions.models import StudySession
from lms.study_sessions.states import OPEN, Audience, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.people.models import ElectingBody
    from lms.reports.completion import Study
    from lms.reports.known import Question


class Group(StrEnum):
    """Of whom figures are given. The plan of a term reaches the newly elected from the grassroots first."""

    NEW_GRASSROOTS = "new_grassroots"
    NEW = "new"
    GRASSROOTS = "grassroots"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Covered:
    """Deputies in office (实有), due (应训) and trained (已训)."""

    in_office: int = 0
    due: int = 0
    trained: int = 0

    @property
    def exempt(self) -> int:
        """Those in office who were exempted by name (免训)."""
        return self.in_office - self.due

    @property
    def left(self) -> int:
        """Those due who are still to be trained."""
        return self.due - self.trained

    @property
    def share(self) -> float | None:
        """Trained of those due, from 0 to 1; None where nobody is due."""
        return self.trained / self.due if self.due else None

    def __add__(self, other: Covered) -> Covered:
        return Covered(self.in_office + other.in_office, self.due + other.due, self.trained + other.trained)


class Held(NamedTuple):
    """A study session that was not called off, as far as the outlook asks."""

    places: int
    state: State
    starts_on: date


@dataclass(frozen=True)
class Planned:
    """Study sessions still to come in the term, and their places in all."""

    sessions: int
    places: int


@dataclass(frozen=True)
class Coverage:
    """The figures of a day: by body in official order, of all, what is planned, and how it goes on."""

    units: Sequence[tuple[ElectingBody, Mapping[Group, Covered]]]
    total: Mapping[Group, Covered]
    planned: Planned
    outlook: Outlook


def coverage(session: Session, question: Question) -> Coverage:
    """The figures that answer a question."""
    report = CompletionReport(session, question)
    studies = list(report.studies(at_once=WHOLE))
    by_body: dict[int, list[Study]] = defaultdict(list)
    for study in studies:
        by_body[study.body_id].append(study)
    total = _groups(studies)
    term = session.get_one(Term, question.term.id)
    progress = _progress(studies, total[Group.EVERYBODY], term, question.as_at)
    plan = _plan(session, term)
    return Coverage(
        units=[(body, _groups(by_body[body.id])) for body in report.bodies],
        total=total,
        planned=planned_of(plan, question.as_at),
        outlook=outlook(progress, usual_places=usual_places(plan)),
    )


def _groups(studies: Iterable[Study]) -> dict[Group, Covered]:
    found = dict.fromkeys(Group, Covered())
    for study in studies:
        one = Covered(1, int(study.is_due), int(study.is_trained))
        for group in groups_of(is_newly_elected=study.is_newly_elected, is_grassroots=study.is_grassroots):
            found[group] += one
    return found


def groups_of(*, is_newly_elected: bool, is_grassroots: bool) -> list[Group]:
    """The groups to which such a deputy belongs."""
    belongs = {
        Group.NEW_GRASSROOTS: is_newly_elected and is_grassroots,
        Group.NEW: is_newly_elected,
        Group.GRASSROOTS: is_grassroots,
        Group.EVERYBODY: True,
    }
    return [group for group in Group if belongs[group]]


def days_of_pace(term: Term, as_at: date) -> int:
    """Over how many days the present pace is taken: a year, or less if the term is younger."""
    return max(1, min(YEAR, (as_at - term.starts_on).days))


def _progress(studies: Iterable[Study], everybody: Covered, term: Term, as_at: date) -> Progress:
    days = days_of_pace(term, as_at)
    since = as_at - timedelta(days=days)
    return Progress(
        due=everybody.due,
        trained=everybody.trained,
        newly=sum(1 for each in studies if each.is_trained and each.counted[0] > since),
        days=days,
        days_left=(last_day(term) - as_at).days,
    )


def last_day(term: Term) -> date:
    """Five years on (Constitution, art. 60 and 106), until the day on which the next term begins is known."""
    return term.ends_on or term.starts_on + timedelta(days=5 * YEAR)


def _plan(session: Session, term: Term) -> list[Held]:
    """The term's study sessions for deputies that were not called off, the smallest first."""
    rows = session.execute(
        select(StudySession.places, StudySession.state, StudySession.starts_on)
        .where(
            StudySession.term_id == term.id,
            StudySession.audience == Audience.DEPUTIES,
            StudySession.state != State.CALLED_OFF,
        )
        .order_by(StudySession.places)
    )
    return [Held(*row) for row in rows]


def planned_of(plan: Sequence[Held], as_at: date) -> Planned:
    """Those of them that are still to come."""
    to_come = [each.places for each in plan if each.state in OPEN and each.starts_on > as_at]
    return Planned(len(to_come), sum(to_come))


def usual_places(plan: Sequence[Held]) -> int | None:
    """The middle one by size; of two, the larger."""
    return plan[len(plan) // 2].places if plan else None
