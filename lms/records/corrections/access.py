"""Corrections for an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.records.access import readable_entries
from lms.records.corrections.models import Correction
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def may_decide(actor: Actor) -> ColumnElement[bool]:
    """The proposals that an actor may see and, unless the actor made them, decide on."""
    return Correction.entry_id.in_(readable_entries(actor, Permission.DECIDE_RECORDS))


def correction(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Correction:
    """A proposal with its entry.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    statement = (
        select(Correction)
        .options(
            joinedload(Correction.kind),
            joinedload(Correction.entry).joinedload(RecordEntry.kind),
            joinedload(Correction.entry).joinedload(RecordEntry.payload),
        )
        .where(Correction.public_id == public_id, may_decide(actor))
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
