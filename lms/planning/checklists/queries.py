"""Checklists with the days that follow from their subject's first day, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.working_days import Provisional, provisionally_add_working_days
from lms.people.accounts.models import Account
from lms.people.models import Person
from lms.planning import subjects
from lms.planning.checklists import access

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.planning.checklists.models import Checklist, ChecklistItem
    from lms.planning.subjects import Subject


BACK, AHEAD = timedelta(days=365), timedelta(days=730)


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


def one(session: Session, checklist: Checklist) -> Dated:
    """A checklist with the days of its items.

    Raises:
        NotFound: what it was for is gone.
    """
    subject = subjects.get(session, checklist.congress_id, checklist.subject_kind, checklist.subject_id)
    return _dated(checklist, subject, _names(session, [checklist]))


def recent(session: Session, *, actor: Actor, today: date) -> list[Dated]:
    """The checklists of what is held from a year ago on and was not called off, in order of its first day."""
    checklists = access.checklists(session, actor=actor)
    known = {
        (each.kind, each.public_id): each
        for each in subjects.between(session, actor.congress_id, today - BACK, today + AHEAD)
        if each.shape != "off"
    }
    names = _names(session, checklists)
    found = [
        _dated(each, subject, names)
        for each in checklists
        if (subject := known.get((each.subject_kind, each.subject_id)))
    ]
    return sorted(found, key=lambda each: (each.subject.first_on, each.checklist.name))


def overdue(session: Session, known: Iterable[Subject], *, actor: Actor, today: date) -> list[Dated]:
    """The checklists of some subjects in which something is past its day: a reminder, and nobody's mark."""
    subject_of = {(each.kind, each.public_id): each for each in known if each.shape != "off"}
    found = [
        _dated(each, subject, {})
        for each in access.checklists(session, actor=actor)
        if (subject := subject_of.get((each.subject_kind, each.subject_id)))
    ]
    return [each for each in found if each.overdue(today)]


def due_on(first_on: date, days_before: int) -> Provisional[date]:
    """So many working days before a day; the day itself for 0, after it for a negative number."""
    return provisionally_add_working_days(first_on, -days_before)


def _dated(checklist: Checklist, subject: Subject, names: dict[int, str]) -> Dated:
    return Dated(
        checklist,
        subject,
        [
            DueItem(each, due_on(subject.first_on, each.days_before), names.get(each.done_by or 0))
            for each in checklist.items
        ],
    )


def _names(session: Session, checklists: Sequence[Checklist]) -> dict[int, str]:
    """The names of those who ticked something off, by account."""
    account_ids = {each.done_by for one in checklists for each in one.items if each.done_by}
    rows = session.execute(
        select(Account.id, Person.name).join(Person, Person.id == Account.person_id).where(Account.id.in_(account_ids))
    )
    return dict(iter(rows))
