"""What was known, at an instant, of the state of things on a day (ADR 0008).

Everything read here is append-only and carries two times: the day on which it took effect and the instant at which it
was recorded. What was recorded after `known_at` is not seen, so that an old statement can be made again, word for word.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.core.database import db
from lms.people.histories import histories
from lms.people.models import Exemption
from lms.records.models import EntryKind, Head, RecordEntry
from lms.records.standing import is_standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import Select

    from lms.people.histories import Moment


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A congress's term, as far as a report must know it."""

    id: int
    number: int
    congress_id: int
    congress_name: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Of which term, on which day (inclusive, Asia/Shanghai), as known when; `bodies` limits what its reader may see."""

    term: TermFacts
    as_at: date
    known_at: datetime
    bodies: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A mandate in office on the day, with its attributes as they were known."""

    mandate_id: int
    body_id: int
    is_newly_elected: bool
    is_grassroots: bool


@contextmanager
def snapshot() -> Iterator[Session]:
    """A reading session of its own that sees one state of the database throughout, while others write.

    It is apart from the thread's session, which a job's progress ends again and again.
    """
    options = {} if db.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**options) as connection, Session(connection) as session:
        yield session


def standing(session: Session, question: Question) -> list[Standing]:
    """The mandates in office (实有), by id. The last change of status effective by the day decides."""
    of_term = histories(session, term_id=question.term.id, as_at=question.as_at, known_at=question.known_at)
    found = (_standing(history[-1]) for history in of_term)
    return [each for each in found if each and (question.bodies is None or each.body_id in question.bodies)]


def _standing(moment: Moment) -> Standing | None:
    """What a mandate's last change leaves; None if it is not in office."""
    if not moment.is_in_office or not moment.body_id:
        return None
    attributes = moment.attributes
    return Standing(moment.mandate_id, moment.body_id, attributes["is_newly_elected"], attributes["is_grassroots"])


def exemptions(session: Session, question: Question) -> dict[int, str]:
    """The reason of each mandate that is exempt (免训) on the day; the last word on a mandate decides."""
    rows = session.execute(
        select(Exemption.mandate_id, Exemption.is_exempt, Exemption.reason)
        .where(
            Exemption.congress_id == question.term.congress_id,
            Exemption.effective_on <= question.as_at,
            Exemption.recorded_at <= question.known_at,
        )
        .order_by(Exemption.mandate_id, Exemption.effective_on, Exemption.recorded_at, Exemption.id)
    )
    last = {mandate_id: reason if is_exempt else None for mandate_id, is_exempt, reason in rows}
    return {mandate_id: reason for mandate_id, reason in last.items() if reason is not None}


def completions(session: Session, question: Question, mandate_ids: Sequence[int]) -> dict[int, dict[int, list[date]]]:
    """For each of the mandates, by entry kind, the days on which its study was completed, in order.

    An entry counts if it occurred by the day and was recorded by the instant. A superseded one is out only if what
    supersedes it was recorded by then too.
    """
    rows = session.execute(_standing_entries(question).where(RecordEntry.mandate_id.in_(mandate_ids)))
    found: dict[int, dict[int, list[date]]] = {}
    for mandate_id, kind_id, occurred_on in rows:
        found.setdefault(mandate_id, {}).setdefault(kind_id, []).append(occurred_on)
    return found


def _standing_entries(question: Question) -> Select[int, int, date]:
    return (
        select(RecordEntry.mandate_id, RecordEntry.kind_id, RecordEntry.occurred_on)
        .join(EntryKind, EntryKind.id == RecordEntry.kind_id)
        .where(
            EntryKind.head == Head.STUDY,
            RecordEntry.occurred_on <= question.as_at,
            RecordEntry.recorded_at <= question.known_at,
            is_standing(question.known_at),
        )
        .order_by(RecordEntry.occurred_on, RecordEntry.id)
    )
