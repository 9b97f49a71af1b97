"""The records desk: what waits for an officer or a liaison, subject by subject.

A room, this one or one above it, registers what it lets wait:

    @subject("records.objections", label=N_("Objections"), endpoint="objections.index", permission=P.VIEW_RECORDS_DESK)
    def waiting_objections(actor: Actor, today: date) -> Waiting: …

The function asks the database once, for the actor's own part of the congress. The module is imported by
`lms/handlers.py`, so that every process knows all subjects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.records.deadlines import DAYS_TO_ANSWER, Deadline, deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from lms.core.permissions import Actor, Permission

    Ask = Callable[[Actor, date], "Waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since which day the oldest does. `due_on` is for what has a day of its own."""

    count: int
    since: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that waits: its words (a msgid), the page without arguments that lists it, and who is shown it."""

    name: str
    label: str
    endpoint: str
    permission: Permission
    working_days: int
    ask: Ask


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A subject as one actor finds it today."""

    subject: Subject
    waiting: Waiting
    deadline: Deadline | None
    is_overdue: bool


_subjects: dict[str, Subject] = {}


def subject(
    name: str, *, label: str, endpoint: str, permission: Permission, working_days: int = DAYS_TO_ANSWER
) -> Callable[[Ask], Ask]:
    """Register a subject; the function says what of it waits for an actor. The desk keeps the order of registration.

    Raises:
        ValueError: two subjects have one name.
    """

    def take(ask: Ask) -> Ask:
        known = _subjects.get(name)
        if known is not None and known.ask is not ask:
            raise ValueError(f"two subjects of the desk are called {name}")
        _subjects[name] = Subject(name, label, endpoint, permission, working_days, ask)
        return ask

    return take


def lines(actor: Actor, *, today: date) -> Iterator[DeskLine]:
    """The actor's subjects with what waits in each, whether or not anything does."""
    for each in _subjects.values():
        if actor.can(each.permission):
            yield _line(each, each.ask(actor, today), today)


def _line(subject: Subject, waiting: Waiting, today: date) -> DeskLine:
    due = None
    if waiting.due_on is not None:
        due = Deadline(waiting.due_on)
    elif waiting.since is not None:
        due = deadline(waiting.since, subject.working_days)
    return DeskLine(subject, waiting, due, due is not None and due.is_overdue(today))
