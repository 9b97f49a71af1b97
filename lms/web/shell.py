"""What the frame of a page says about its reader: the congress, the person, the unread notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g
from sqlalchemy import bindparam, exists, or_, select

from lms.core.database import db
from lms.notices.queries import UNREAD_COUNT
from lms.people.accounts.models import GrantState, RoleGrant
from lms.people.models import Congress, Mandate, Person

if TYPE_CHECKING:
    from flask import Flask

    from lms.core.permissions import Actor


@dataclass(frozen=True)
class Named:
    """A congress or a person as the frame shows it: nothing else of it is read for a page."""

    name: str


# Whether the account has a role, or its person a mandate, in another congress too.
_ELSEWHERE = or_(
    exists().where(Mandate.person_id == bindparam("person"), Mandate.congress_id != bindparam("congress")),
    exists().where(
        RoleGrant.account_id == bindparam("account"),
        RoleGrant.congress_id != bindparam("congress"),
        RoleGrant.held_duty.is_not(None),
        RoleGrant.state == GrantState.GRANTED,
    ),
)
_FRAME = (
    select(
        Congress.name.label("congress"),
        Person.name.label("person"),
        UNREAD_COUNT.label("unread"),
        _ELSEWHERE.label("elsewhere"),
    )
    .join(Person, Person.id == bindparam("person"), isouter=True)
    .where(Congress.id == bindparam("congress"))
)


def frame_context() -> dict[str, Any]:
    """Congress, person and inbox of the actor, and whether there is a congress to change to, in one statement."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return {"actor": None}
    asked = {"person": actor.person_id, "congress": actor.congress_id, "account": actor.account_id}
    [row] = db.rows(_FRAME, asked)
    reader = Named(row.person) if row.person is not None else None
    return {
        "actor": actor,
        "congress": Named(row.congress),
        "reader": reader,  # Not "person": a page about somebody else calls that one so.
        # Whoever acts for a deputy would learn where else the deputy is one.
        "changes_congress": bool(row.elsewhere) and not actor.acting_for,
        "acting_for": reader if actor.acting_for else None,
        "inbox_count": 0 if actor.acting_for else row.unread,
    }


def init_app(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(frame_context)
