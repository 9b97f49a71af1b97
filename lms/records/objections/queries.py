"""Lists of objections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.pages import Page, paginate
from lms.people.models import Mandate
from lms.records.models import RecordEntry
from lms.records.objections.access import is_own, may_see
from lms.records.objections.models import Objection, ObjectionState

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from lms.core.permissions import Actor


def of_desk(actor: Actor, *, number: int) -> Page[Objection]:
    """The objections on an actor's desk: the open ones first, the oldest on top; then the latest answered."""
    return _page(may_see(actor), number)


def of_deputy(actor: Actor, *, number: int) -> Page[Objection]:
    """The actor's own."""
    return _page(is_own(actor), number)


def _page(condition: ColumnElement[bool], number: int) -> Page[Objection]:
    entry, mandate = joinedload(Objection.entry), joinedload(Objection.mandate)
    statement = (
        select(Objection)
        .options(
            entry.joinedload(RecordEntry.kind),
            entry.joinedload(RecordEntry.payload),
            mandate.joinedload(Mandate.person),
            mandate.joinedload(Mandate.electing_body),
        )
        .where(condition)
        .order_by(Objection.state != ObjectionState.OPEN, Objection.decided_at.desc(), Objection.id)
    )
    return paginate(statement, number=number)
