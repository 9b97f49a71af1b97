"""Objections for an actor: the deputy's own, those of a liaison's unit, and all of a congress for those who answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import Mandate
from lms.records.access import readable_entries
from lms.records.models import RecordEntry
from lms.records.objections.models import Objection

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def may_answer(actor: Actor) -> ColumnElement[bool]:
    """The objections that an actor may see and, unless concerned in person, answer."""
    return _of_bodies(actor, Permission.DECIDE_RECORDS)


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The objections that an office sees on its desk: a liaison those of the own unit."""
    return _of_bodies(actor, Permission.VIEW_RECORDS_DESK)


def of_office(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Objection:
    """An objection with all that its page says.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    return _objection(session, public_id, may_see(actor))


def own(session: Session, public_id: uuid.UUID, *, actor: Actor) -> Objection:
    """An objection of the actor's own; raises NotFound."""
    return _objection(session, public_id, is_own(actor))


def is_own(actor: Actor) -> ColumnElement[bool]:
    """The objections of the actor's own record in this congress."""
    mine = select(Mandate.id).where(Mandate.person_id == actor.person_id, Mandate.congress_id == actor.congress_id)
    return Objection.mandate_id.in_(mine)


def _of_bodies(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    bodies = actor.bodies(permission)
    mandates = select(Mandate.id).where(Mandate.congress_id == actor.congress_id)
    if bodies is not None:
        mandates = mandates.where(Mandate.electing_body_id.in_(bodies))
    readable = or_(Objection.entry_id.is_(None), Objection.entry_id.in_(readable_entries(actor, permission)))
    return Objection.mandate_id.in_(mandates) & readable


def _objection(session: Session, public_id: uuid.UUID, allowed: ColumnElement[bool]) -> Objection:
    entry = joinedload(Objection.entry)
    statement = (
        select(Objection)
        .options(
            entry.joinedload(RecordEntry.kind),
            entry.joinedload(RecordEntry.payload),
            joinedload(Objection.mandate).joinedload(Mandate.person),
            joinedload(Objection.mandate).joinedload(Mandate.electing_body),
            joinedload(Objection.correction),
            joinedload(Objection.posted_entry),
            joinedload(Objection.period),
        )
        .where(Objection.public_id == public_id, allowed)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
