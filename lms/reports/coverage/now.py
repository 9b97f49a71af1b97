"""The figures of coverage as they stand today, for pages that show them beside something else.

They are those that `figures.coverage` finds for today and this instant, counted by the database in one statement: no
change of a mandate takes effect in days to come, so today its row says what its history says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from lms.people.models import Exemption, Mandate, MandateStatus, Term
from lms.people.queries import runs_on
from lms.records.kinds.trained import counting
from lms.records.models import RecordEntry
from lms.records.standing import is_standing
from lms.reports.coverage import figures
from lms.reports.coverage.figures import Covered, Group, Held
from lms.reports.coverage.outlook import Progress, outlook
from lms.study_sessions.models import StudySession
from lms.study_sessions.states import Audience, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import Row, Select, Subquery
    from sqlalchemy.orm import Session

    from lms.reports.coverage.figures import Planned
    from lms.reports.coverage.outlook import Outlook

NOBODY: Mapping[Group, Covered] = dict.fromkeys(Group, Covered())


@dataclass(frozen=True)
class Standing:
    """Today's figures of all, and of each electing body by its id; a body without a deputy in office is left out."""

    total: Mapping[Group, Covered]
    by_body: Mapping[int, Mapping[Group, Covered]]
    planned: Planned
    outlook: Outlook

    def of(self, body_id: int) -> Mapping[Group, Covered]:
        """The figures of one body."""
        return self.by_body.get(body_id, NOBODY)


def standing(session: Session, congress_id: int, *, today: date) -> Standing | None:
    """The figures of the term that runs today; None if none does."""
    term, plan = _term_and_plan(session, congress_id, today)
    if term is None:
        return None
    days = figures.days_of_pace(term, today)
    rows = session.execute(_counted(term, today, since=today - timedelta(days=days))).all()
    total = _groups(rows)
    progress = Progress(
        due=total[Group.EVERYBODY].due,
        trained=total[Group.EVERYBODY].trained,
        newly=sum(row.newly for row in rows),
        days=days,
        days_left=(figures.last_day(term) - today).days,
    )
    of_bodies: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        of_bodies[row.electing_body_id].append(row)
    return Standing(
        total=total,
        by_body={body_id: _groups(of_body) for body_id, of_body in of_bodies.items()},
        planned=figures.planned_of(plan, today),
        outlook=outlook(progress, usual_places=figures.usual_places(plan)),
    )


def _term_and_plan(session: Session, congress_id: int, today: date) -> tuple[Term | None, list[Held]]:
    """The term that runs (if two share the day, the later one), and its study sessions for deputies, the smallest first."""
    is_held = (StudySession.state != State.CALLED_OFF) & (StudySession.audience == Audience.DEPUTIES)
    is_of_term = (StudySession.term_id == Term.id) & is_held
    rows = session.execute(
        select(Term, StudySession.places, StudySession.state, StudySession.starts_on)
        .outerjoin(StudySession, is_of_term)
        .where(Term.congress_id == congress_id, runs_on(today))
        .order_by(Term.starts_on.desc(), StudySession.places)
    ).all()
    term = rows[0][0] if rows else None
    held = [Held(row.places, row.state, row.starts_on) for row in rows if row[0] is term and row.places is not None]
    return term, held


def _counted(term: Term, today: date, *, since: date) -> Select[int, bool, bool, int, Any, Any, Any]:
    """Deputies in office, due, trained, and trained for the first time after `since`: by body and kind of deputy."""
    exempt, trained = _exempt(term, today), _trained(term, today)
    is_due = exempt.c.mandate_id.is_(None)
    is_trained = is_due & trained.c.first_on.is_not(None)
    kinds = (Mandate.electing_body_id, Mandate.is_newly_elected, Mandate.is_grassroots)
    return (
        select(
            *kinds,
            func.count().label("in_office"),
            func.sum(case((is_due, 1), else_=0)).label("due"),
            func.sum(case((is_trained, 1), else_=0)).label("trained"),
            func.sum(case((is_trained & (trained.c.first_on > since), 1), else_=0)).label("newly"),
        )
        .outerjoin(exempt, exempt.c.mandate_id == Mandate.id)
        .outerjoin(trained, trained.c.mandate_id == Mandate.id)
        .where(Mandate.term_id == term.id, Mandate.status == MandateStatus.IN_OFFICE, Mandate.from_on <= today)
        .group_by(*kinds)
    )


def _exempt(term: Term, today: date) -> Subquery:
    """The mandates whose last word on exemption is that they are exempt (免训)."""
    newest_first = (Exemption.effective_on.desc(), Exemption.recorded_at.desc(), Exemption.id.desc())
    age = func.row_number().over(partition_by=Exemption.mandate_id, order_by=newest_first).label("age")
    said = (
        select(Exemption.mandate_id, Exemption.is_exempt, age)
        .where(Exemption.congress_id == term.congress_id, Exemption.effective_on <= today)
        .subquery()
    )
    return select(said.c.mandate_id).where(said.c.age == 1, said.c.is_exempt).subquery()


def _trained(term: Term, today: date) -> Subquery:
    """The mandates that count as trained (已训), with the first day of it."""
    return (
        select(RecordEntry.mandate_id, func.min(RecordEntry.occurred_on).label("first_on"))
        .where(
            RecordEntry.congress_id == term.congress_id,
            RecordEntry.occurred_on <= today,
            RecordEntry.kind_id.in_(counting()),
            is_standing(),
        )
        .group_by(RecordEntry.mandate_id)
        .subquery()
    )


def _groups(rows: Iterable[Row[Any]]) -> Mapping[Group, Covered]:
    found = dict.fromkeys(Group, Covered())
    for row in rows:
        covered = Covered(row.in_office, row.due, row.trained)
        for group in figures.groups_of(is_newly_elected=row.is_newly_elected, is_grassroots=row.is_grassroots):
            found[group] += covered
    return found
