"""Kinds for an actor, and which kinds' entries an actor reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, true

from lms.core.database import lock_row
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.records.models import EntryKind, Readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def kinds(session: Session, *, actor: Actor) -> Sequence[EntryKind]:
    """The catalogue of the actor's congress, by age."""
    return session.scalars(
        select(EntryKind).where(EntryKind.congress_id == actor.congress_id).order_by(EntryKind.id)
    ).all()


def kind(session: Session, code: str, *, actor: Actor) -> EntryKind:
    """A kind of the actor's congress.

    Raises:
        NotFound: there is none of that code.
    """
    found = session.scalar(select(EntryKind).where(EntryKind.congress_id == actor.congress_id, EntryKind.code == code))
    if found is None:
        raise NotFound
    return found


def locked_kind(session: Session, code: str, *, actor: Actor) -> EntryKind:
    """The same, locked for a change."""
    return lock_row(session, EntryKind, kind(session, code, actor=actor).id)


def may_read(actor: Actor) -> ColumnElement[bool]:
    """A condition on kinds: whether an office that reads records reads the entries of this one too.

    Who keeps the records reads all of them. A deputy's own page does not ask.
    """
    return true() if actor.can(Permission.KEEP_RECORDS) else EntryKind.readers == Readers.OFFICES
