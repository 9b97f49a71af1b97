"""What the frame of a page says about its reader: the congress, the person, the unread notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g
from sqlalchemy import select

from lms.core.database import db
from lms.notices.queries import inbox_count
from lms.people.models import Congress, Person

if TYPE_CHECKING:
    from flask import Flask

    from lms.core.permissions import Actor


def frame_context() -> dict[str, Any]:
    """Congress, person and inbox of the actor: one statement for the first two, one for the count."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return {"actor": None}
    congress, person = _congress_and_person(actor)
    return {
        "actor": actor,
        "congress": congress,
        "reader": person,  # Not "person": a page about somebody else calls that one so.
        "acting_for": person if actor.acting_for else None,
        "inbox_count": inbox_count(actor.person_id, congress_id=actor.congress_id) if actor.person_id and not actor.acting_for else 0,
    }


def _congress_and_person(actor: Actor) -> tuple[Congress | None, Person | None]:
    row = db.session.execute(
        select(Congress, Person)
        .join(Person, Person.id == actor.person_id, isouter=True)
        .where(Congress.id == actor.congress_id)
    ).first()
    return (row[0], row[1]) if row else (None, None)


def init_app(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(frame_context)
