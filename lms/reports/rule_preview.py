"""What another rule on trained (已训) would come to, and what the rule was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.people.accounts.models import Account
from lms.people.models import Person
from lms.records.kinds.models import EntryKindRule
from lms.records.models import EntryKind, Head
from lms.reports.completion import WHOLE, CompletionReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.people.models import ElectingBody
    from lms.reports.known import Question


@dataclass(frozen=True, slots=True)
class Shift:
    """Deputies trained (已训) by the rule that holds and by the one that might; of one body, or of all if None."""

    body: ElectingBody | None
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One word of the organizer on one kind. `set_by` is empty for what the catalogue began with."""

    kind: EntryKind
    counts_as_trained: bool
    recorded_at: datetime
    set_by: str


def shifts(session: Session, question: Question, counting: frozenset[int]) -> list[Shift]:
    """The sum of all bodies first, then each body whose figure would change, in official order."""
    before = CompletionReport(session, question).units(at_once=WHOLE)
    after = CompletionReport(session, question, counting=counting).units(at_once=WHOLE)
    by_body = [
        Shift(one.body, one.counts["trained"], other.counts["trained"])
        for one, other in zip(before, after, strict=True)
    ]
    total = Shift(None, sum(each.before for each in by_body), sum(each.after for each in by_body))
    return [total, *(each for each in by_body if each.before != each.after)]


def rule_history(session: Session, congress_id: int) -> Sequence[RuleLine]:
    """What the organizer said of the kinds of study, the newest first."""
    rows = session.execute(
        select(EntryKind, EntryKindRule.counts_as_trained, EntryKindRule.recorded_at, Person.name)
        .join(EntryKindRule, EntryKindRule.kind_id == EntryKind.id)
        .join(Account, Account.id == EntryKindRule.set_by)
        .join(Person, Person.id == Account.person_id)
        .where(EntryKind.congress_id == congress_id, EntryKind.head == Head.STUDY)
        .order_by(EntryKindRule.recorded_at.desc(), EntryKindRule.id.desc())
    )
    return [RuleLine(*row) for row in rows]
