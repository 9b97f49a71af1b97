"""Templates and checklists for an actor: those of the actor's congress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.errors import NotFound
from lms.planning.checklists.models import Checklist, ChecklistItem, ChecklistTemplate

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def templates(session: Session, *, actor: Actor, is_offered: bool = False) -> Sequence[ChecklistTemplate]:
    """The congress's templates by name; `is_offered` leaves out those that are retired."""
    table = ChecklistTemplate
    statement = select(table).where(table.congress_id == actor.congress_id).options(selectinload(table.items))
    if is_offered:
        statement = statement.where(table.retired_at.is_(None))
    return session.scalars(statement.order_by(table.retired_at.is_not(None), table.name)).all()


def template(session: Session, public_id: uuid.UUID, *, actor: Actor) -> ChecklistTemplate:
    """A template with its items.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    table = ChecklistTemplate
    found = session.scalar(
        select(table)
        .where(table.public_id == public_id, table.congress_id == actor.congress_id)
        .options(selectinload(table.items))
    )
    if found is None:
        raise NotFound
    return found


def checklists(session: Session, *, actor: Actor) -> Sequence[Checklist]:
    """The congress's checklists with their items, the newest first."""
    found = session.scalars(
        select(Checklist)
        .where(Checklist.congress_id == actor.congress_id)
        .options(joinedload(Checklist.items))
        .order_by(Checklist.id.desc())
    )
    return found.unique().all()


def checklist(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Checklist:
    """A checklist with its items.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    found = session.scalar(
        select(Checklist)
        .where(Checklist.public_id == public_id, Checklist.congress_id == actor.congress_id)
        .options(selectinload(Checklist.items))
    )
    if found is None:
        raise NotFound
    return found


def item(session: Session, public_id: uuid.UUID, *, actor: Actor) -> tuple[ChecklistItem, Checklist]:
    """An item and its checklist.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    row = session.execute(
        select(ChecklistItem, Checklist)
        .join(Checklist, Checklist.id == ChecklistItem.checklist_id)
        .where(ChecklistItem.public_id == public_id, Checklist.congress_id == actor.congress_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]
