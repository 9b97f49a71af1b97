"""What the frame of a page says about its reader: the congress, the person, the unread notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g
from sqlalchemy import bindparam, select

from lms.core.database import db
from lms.notices.queries import UNREAD_COUNT
from lms.people.models import Congress, Person

if TYPE_CHECKING:
    from flask import Flask

    from lms.core.permissions import Actor


@dataclass(frozen=True)
class Named:
    """A congress or a person as the frame shows it: nothing else of it is read for a page."""

    name: str


_FRAME = (
    select(Congress.name.label("congress"), Person.name.label("person"), UNREAD_COUNT.label("unread"))
    .join(Person, Person.id == bindparam("person"), isouter=True)
    .where(Congress.id == bindparam("congress"))
)


def frame_context() -> dict[str, Any]:
    """Congress, person and inbox of the actor, in one statement."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return {"actor": None}
    [row] = db.rows(_FRAME, {"person": actor.person_id, "congress": actor.congress_id})
    reader = Named(row.person) if row.person is not None else None
    return {
        "actor": actor,
        "congress": Named(row.congress),
        "reader": reader,  # Not "person": a page about somebody else calls that one so.
        "acting_for": reader if actor.acting_for else None,
        "inbox_count": 0 if actor.acting_for else row.unread,
    }


def init_app(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(frame_context)
