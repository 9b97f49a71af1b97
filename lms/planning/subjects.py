"""What is planned for: rooms above this one say which things of theirs have days of a year.

A room registers its source once, in a module that `lms/handlers.py` imports:

    register(Source("study_session", endpoint="study_sessions.show", between=…, find=…))

So a booking, a checklist or a line of the calendar can belong to a study session, and planning imports no higher floor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core.errors import NotFound

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    Between = Callable[[Session, int, date, date], Iterable["Subject"]]
    Find = Callable[[Session, int, uuid.UUID], "Subject | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing that has days: which it is, what it is called, when it is, and the words and look of its state."""

    kind: str
    public_id: uuid.UUID
    title: str
    first_on: date
    last_on: date
    state: str = ""
    shape: str = "plan"

    @property
    def key(self) -> str:
        """Its kind and id as one text, for a choice in a form."""
        return f"{self.kind}:{self.public_id}"


@dataclass(frozen=True, slots=True)
class Source:
    """A room's things: those of a congress that touch some days, and one by its id. `endpoint` takes a `public_id`."""

    kind: str
    endpoint: str
    between: Between
    find: Find


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let planning know of a room's things.

    Raises:
        ValueError: two rooms call theirs the same.
    """
    if _sources.get(source.kind, source) != source:
        raise ValueError(f"two sources of subjects are called {source.kind}")
    _sources[source.kind] = source


def between(session: Session, congress_id: int, first: date, last: date) -> Sequence[Subject]:
    """The things of every room that touch the days from `first` to `last`, in order of date."""
    found = [each for source in _sources.values() for each in source.between(session, congress_id, first, last)]
    return sorted(found, key=lambda each: (each.first_on, each.title))


def find(session: Session, congress_id: int, kind: str, public_id: uuid.UUID) -> Subject | None:
    """One thing; None when it is gone, or no room has things of that kind."""
    source = _sources.get(kind)
    return source.find(session, congress_id, public_id) if source else None


def get(session: Session, congress_id: int, kind: str, public_id: uuid.UUID) -> Subject:
    """One thing of the congress.

    Raises:
        NotFound: there is none.
    """
    found = find(session, congress_id, kind, public_id)
    if found is None:
        raise NotFound
    return found


def endpoint(kind: str) -> str | None:
    """The page of a thing of some kind; None if no room has such things."""
    source = _sources.get(kind)
    return source.endpoint if source else None
