"""Whose deputies an actor enters by workbook, and whose workbooks the actor sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.records.workbooks.models import EntryWorkbook

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def bodies(actor: Actor) -> frozenset[int] | None:
    """The electing bodies for whose deputies the actor enters: all for who keeps the records, else the own units.

    Raises:
        NotFound: the actor enters for nobody.
    """
    kept = actor.bodies(Permission.KEEP_RECORDS)
    own = actor.bodies(Permission.RECORD_FOR_UNIT)
    if kept is None or own is None:
        return None
    if not kept | own:
        raise NotFound
    return kept | own


def workbooks(actor: Actor) -> Select[EntryWorkbook]:
    """Those of the congress for who keeps the records, else the actor's own; the latest first."""
    statement = (
        select(EntryWorkbook)
        .where(EntryWorkbook.congress_id == actor.congress_id)
        .order_by(EntryWorkbook.handed_in_at.desc(), EntryWorkbook.id.desc())
    )
    return statement if bodies(actor) is None else statement.where(EntryWorkbook.handed_in_by == actor.account_id)


def workbook(session: Session, public_id: uuid.UUID, *, actor: Actor) -> EntryWorkbook:
    """One of them; raises NotFound."""
    found = session.scalars(workbooks(actor).where(EntryWorkbook.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found
