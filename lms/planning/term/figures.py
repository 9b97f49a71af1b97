"""How far the goals of a term have come today: in office, exempt, due, trained, for each goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from lms.people.models import ElectingBody, Exemption, Mandate, Person
from lms.people.office import in_office
from lms.people.queries import list_order
from lms.planning.term.goals import GoalFor
from lms.records.kinds.trained import counting
from lms.records.models import RecordEntry
from lms.records.standing import is_standing

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.people.models import Term
    from lms.planning.term.goals import Goal


class Deputy(NamedTuple):
    """A mandate in office, as far as goals ask."""

    mandate_id: int
    is_new: bool
    is_grassroots: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a goal has come."""

    goal: Goal
    in_office: int
    exempt: int
    trained: int

    @property
    def due(self) -> int:
        """Those in office who are not exempt (应训)."""
        return self.in_office - self.exempt

    @property
    def missing(self) -> int:
        """How many have yet to be trained for the goal to be reached."""
        return max(0, self.goal.needed(self.due) - self.trained)


@dataclass(frozen=True, slots=True)
class Exempted:
    """A deputy who is exempt for the term, and why."""

    mandate_id: uuid.UUID
    name: str
    body: ElectingBody
    reason: str
    effective_on: date


def reached(session: Session, term: Term, goals: Sequence[Goal], *, today: date) -> list[Reached]:
    """How far each goal has come, as at today and as known now."""
    deputies = [Deputy(*row) for row in session.execute(_deputies(term, today))]
    exempt = {row.mandate_id for row in _last_words(session, term, today) if row.is_exempt}
    trained = set(session.scalars(_trained(term)))
    return [_reached(goal, [each for each in deputies if _concerns(goal, each)], exempt, trained) for goal in goals]


def exempted(session: Session, term: Term, *, today: date) -> list[Exempted]:
    """Who is exempt today, in the order of lists."""
    words = {row.mandate_id: row for row in _last_words(session, term, today) if row.is_exempt}
    rows = session.execute(
        select(Mandate.id, Mandate.public_id, Person.name, ElectingBody)
        .join(Person, Person.id == Mandate.person_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(Mandate.id.in_(words))
        .order_by(*list_order())
    )
    return [
        Exempted(public_id, name, body, words[mandate_id].reason, words[mandate_id].effective_on)
        for mandate_id, public_id, name, body in rows
    ]


def _deputies(term: Term, today: date) -> Select[int, bool, bool]:
    return select(Mandate.id, Mandate.is_newly_elected, Mandate.is_grassroots).where(
        Mandate.term_id == term.id, Mandate.id.in_(in_office(today, congress_id=term.congress_id))
    )


def _last_words(session: Session, term: Term, today: date) -> Sequence[Exemption]:
    rows = session.scalars(
        select(Exemption)
        .join(Mandate, Mandate.id == Exemption.mandate_id)
        .where(Mandate.term_id == term.id, Exemption.effective_on <= today)
        .order_by(Exemption.effective_on, Exemption.recorded_at, Exemption.id)
    )
    return list({row.mandate_id: row for row in rows}.values())


def _trained(term: Term) -> Select[int]:
    return (
        select(RecordEntry.mandate_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(Mandate.term_id == term.id, RecordEntry.kind_id.in_(counting()), is_standing())
        .distinct()
    )


def _concerns(goal: Goal, deputy: Deputy) -> bool:
    match goal.for_whom:
        case GoalFor.EVERYONE:
            return True
        case GoalFor.NEW:
            return deputy.is_new
        case GoalFor.GRASSROOTS:
            return deputy.is_grassroots
        case GoalFor.NEW_GRASSROOTS:
            return deputy.is_new and deputy.is_grassroots


def _reached(goal: Goal, deputies: Sequence[Deputy], exempt: set[int], trained: set[int]) -> Reached:
    due = [each for each in deputies if each.mandate_id not in exempt]
    done = sum(each.mandate_id in trained for each in due)
    return Reached(goal, len(deputies), len(deputies) - len(due), done)
