"""The completion report: who was in office, who was due, who was trained, and what was completed.

The three numbers are these, each on the report's day and as known at its instant:

- in office (实有): the mandate is neither suspended nor ended;
- due (应训): in office and not exempted by name;
- trained (已训): due, and with at least one entry of a kind that counts as training, in this term. Which kinds count is
  the organizer's rule, as known at that instant too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from lms.people.models import ElectingBody, Mandate, Person
from lms.records.kinds import trained
from lms.records.models import EntryKind, Head, RecordEntry
from lms.reports import known

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.reports.known import Question, Standing

MEASURES = ("in_office", "due", "trained")
GROUPS = ("", "_new", "_grassroots")
CHUNK = 500  # Deputies whose entries are in memory at once while a list is written.
TOLD_EVERY = 100
WHOLE = 4000  # More than any congress has (Electoral Law, art. 12 and 16): figures take one statement.


@dataclass(frozen=True, slots=True)
class Study:
    """What one deputy in office should do and has done.

    `completed` are the days of completion by entry kind, `counted` those of kinds that count as training; in order.
    """

    body_id: int
    is_newly_elected: bool
    is_grassroots: bool
    exemption: str | None
    is_trained: bool
    completed: dict[int, list[date]]
    counted: Sequence[date]

    @property
    def is_due(self) -> bool:
        """Whether the deputy should be trained this term."""
        return self.exemption is None


@dataclass(frozen=True, slots=True)
class Deputy:
    """One deputy on the list, by the name and number that the roster has today."""

    mandate_id: uuid.UUID
    name: str
    card_number: str | None
    study: Study


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What the deputies of one electing body add up to; keys as `figures` gives them."""

    body: ElectingBody
    counts: Counter[str]


class CompletionReport:
    """Answers one question from one session. Entries pass through; what stays in memory is a few words for each deputy.

    Args:
        session: reads only.
        question: of which day, known when.
        counting: the ids of the kinds that shall count as trained, to see what another rule would come to.
        bodies: the question's electing bodies, if they are at hand.
    """

    def __init__(
        self,
        session: Session,
        question: Question,
        *,
        counting: frozenset[int] | None = None,
        bodies: Sequence[ElectingBody] | None = None,
    ) -> None:
        self.question = question
        self.bodies = _bodies(session, question) if bodies is None else bodies
        known_rule = trained.counting_in(session, question.term.congress_id, known_at=question.known_at)
        self._counting = known_rule if counting is None else counting
        self._session = session
        self._exemptions = known.exemptions(session, question)
        self._standing = known.standing(session, question)

    @cached_property
    def kinds(self) -> Sequence[EntryKind]:
        """The kinds of study that have a column."""
        return _study_kinds(self._session, self.question)

    @property
    def total(self) -> int:
        """How many deputies were in office."""
        return len(self._standing)

    @property
    def counted_kinds(self) -> Sequence[EntryKind]:
        """The kinds of which one entry makes a deputy count as trained."""
        return [kind for kind in self.kinds if kind.id in self._counting]

    def deputies(self, told: Callable[[int], None] = lambda _done: None) -> Iterator[Deputy]:
        """The deputies in office: bodies in official order, inside them by manual number, then stroke order.

        Args:
            told: is called with how many are done, now and then.
        """
        people = _people(self._session, self.question.term.id)
        official = {body.id: number for number, body in enumerate(self.bodies)}

        def place(each: Standing) -> tuple[int, tuple[bool, int], str, int]:
            person = people[each.mandate_id]
            return official[each.body_id], person.manual_place, person.sort_key, each.mandate_id

        in_order = sorted(self._standing, key=place)
        for each, study in zip(in_order, self._studies(in_order, CHUNK, told), strict=True):
            person = people[each.mandate_id]
            yield Deputy(person.public_id, person.name, person.card_number, study)

    def units(self, told: Callable[[int], None] = lambda _done: None, *, at_once: int = CHUNK) -> list[UnitFigures]:
        """The figures of every body, in official order, those without a deputy too.

        Args:
            told: is called with how many deputies are done, now and then.
            at_once: the deputies whose entries are read by one statement.
        """
        counts: dict[int, Counter[str]] = {body.id: Counter() for body in self.bodies}
        for study in self.studies(told, at_once=at_once):
            counts[study.body_id].update(figures(study))
        return [UnitFigures(body, counts[body.id]) for body in self.bodies]

    def studies(self, told: Callable[[int], None] = lambda _done: None, *, at_once: int = CHUNK) -> Iterator[Study]:
        """Every deputy in office, in no order; arguments as for `units`."""
        return self._studies(self._standing, at_once, told)

    def _studies(self, mandates: Sequence[Standing], size: int, told: Callable[[int], None]) -> Iterator[Study]:
        for start in range(0, len(mandates), size):
            chunk = mandates[start : start + size]
            completed = known.completions(self._session, self.question, [each.mandate_id for each in chunk])
            for number, each in enumerate(chunk, start=start + 1):
                yield self._study(each, completed.get(each.mandate_id, {}))
                if number % TOLD_EVERY == 0 or number == len(mandates):
                    told(number)

    def _study(self, each: Standing, completed: dict[int, list[date]]) -> Study:
        exemption = self._exemptions.get(each.mandate_id)
        counted = sorted(day for kind_id in self._counting for day in completed.get(kind_id, ()))
        return Study(
            body_id=each.body_id,
            is_newly_elected=each.is_newly_elected,
            is_grassroots=each.is_grassroots,
            exemption=exemption,
            is_trained=bool(counted) and exemption is None,
            completed=completed,
            counted=counted,
        )


def figures(study: Study) -> Counter[str]:
    """What one deputy adds to every sum: `due_new`, … for the measures, `people_7` and `times_7` for entry kind 7."""
    counts: Counter[str] = Counter()
    belongs = {"": True, "_new": study.is_newly_elected, "_grassroots": study.is_grassroots}
    holds = {"in_office": True, "due": study.is_due, "trained": study.is_trained}
    for measure in MEASURES:
        for group in GROUPS:
            counts[measure + group] = int(holds[measure] and belongs[group])
    for kind_id, days in study.completed.items():
        counts[f"people_{kind_id}"] = 1
        counts[f"times_{kind_id}"] = len(days)
    return counts


@dataclass(frozen=True, slots=True)
class _Listed:
    """How a deputy is called and where on the list: what the roster says today."""

    public_id: uuid.UUID
    name: str
    sort_key: str
    card_number: str | None
    manual_order: int | None

    @property
    def manual_place(self) -> tuple[bool, int]:
        """Those with a manual number stand first, by it."""
        return self.manual_order is None, self.manual_order or 0


def _people(session: Session, term_id: int) -> dict[int, _Listed]:
    rows = session.execute(
        select(Mandate.id, Mandate.public_id, Person.name, Person.sort_key, Mandate.card_number, Mandate.manual_order)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.term_id == term_id)
    )
    return {row.id: _Listed(row.public_id, row.name, row.sort_key, row.card_number, row.manual_order) for row in rows}


def _bodies(session: Session, question: Question) -> Sequence[ElectingBody]:
    statement = select(ElectingBody).where(ElectingBody.term_id == question.term.id)
    if question.bodies is not None:
        statement = statement.where(ElectingBody.id.in_(sorted(question.bodies)))
    return session.scalars(statement.order_by(ElectingBody.official_order)).all()


def _study_kinds(session: Session, question: Question) -> Sequence[EntryKind]:
    """The kinds of study that had an entry by then, and those that count as trained: the others would be empty columns."""
    rules = trained.known_rules(question.known_at).subquery()
    has_entries = (
        select(RecordEntry.id)
        .where(
            RecordEntry.kind_id == EntryKind.id,
            RecordEntry.occurred_on <= question.as_at,
            RecordEntry.recorded_at <= question.known_at,
        )
        .exists()
    )
    statement = (
        select(EntryKind)
        .outerjoin(rules, rules.c.kind_id == EntryKind.id)
        .where(
            EntryKind.congress_id == question.term.congress_id,
            EntryKind.head == Head.STUDY,
            or_(rules.c.counts_as_trained, has_entries),
        )
        .order_by(EntryKind.id)
    )
    return session.scalars(statement).all()
