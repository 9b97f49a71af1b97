"""Checklists with the days that follow from their subject's first day, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.working_days import Provisional, provisionally_add_working_days
from lms.people.accounts.models import Account
from lms.people.models import Person
from lms.planning import subjects
from lms.planning.checklists import access

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.checklists.models import Checklist, ChecklistItem
    from lms.planning.subjects import Subject


@dataclass(frozen=True, slots=True)
class DueItem:
    """A thing to do and its day, which is provisional while a year's holidays are not announced; who did it."""

    item: ChecklistItem
    due: Provisional[date]
    done_by: str | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.item.done_at is None and self.due.value < today


@dataclass(frozen=True, slots=True)
class Dated:
    """A checklist with its subject and the days of its items, in order."""

    checklist: Checklist
    subject: Subject
    items: Sequence[DueItem]

    @property
    def done(self) -> int:
        """How many are ticked off."""
        return sum(each.item.done_at is not None for each in self.items)

    def overdue(self, today: date) -> Sequence[DueItem]:
        """What should have been done by now."""
        return [each for each in self.items if each.is_overdue(today)]


def dated(session: Session, checklists: Sequence[Checklist]) -> list[Dated]:
    """The checklists whose subject is still to be held or was held, in order of its first day."""
    found = []
    names = _names(session, {each.done_by for one in checklists for each in one.items if each.done_by})
    for checklist in checklists:
        subject = subjects.find(session, checklist.congress_id, checklist.subject_kind, checklist.subject_id)
        if subject is not None and subject.shape != "off":
            items = [
                DueItem(each, due_on(subject.first_on, each.days_before), names.get(each.done_by or 0))
                for each in checklist.items
            ]
            found.append(Dated(checklist, subject, items))
    return sorted(found, key=lambda each: (each.subject.first_on, each.checklist.name))


def overdue(session: Session, *, actor: Actor, today: date) -> list[Dated]:
    """The checklists of the actor's congress in which something is overdue: a reminder, and nobody's mark."""
    return [each for each in dated(session, access.checklists(session, actor=actor)) if each.overdue(today)]


def due_on(first_on: date, days_before: int) -> Provisional[date]:
    """So many working days before a day; the day itself for 0, after it for a negative number."""
    return provisionally_add_working_days(first_on, -days_before)


def _names(session: Session, account_ids: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(Account.id, Person.name).join(Person, Person.id == Account.person_id).where(Account.id.in_(account_ids))
    )
    return dict(iter(rows))
