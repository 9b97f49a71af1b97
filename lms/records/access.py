"""Whose record an actor may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import Mandate
from lms.records.kinds.access import may_read
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def mandate_with_record(actor: Actor, public_id: uuid.UUID) -> Mandate:
    """The mandate whose record an office reads.

    Raises:
        NotFound: there is none in the actor's congress, or its electing body is not the actor's to read.
    """
    bodies = actor.bodies(Permission.READ_RECORDS)
    statement = (
        select(Mandate)
        .join(Mandate.person)
        .join(Mandate.electing_body)
        .options(contains_eager(Mandate.person), contains_eager(Mandate.electing_body))
        .where(Mandate.public_id == public_id, Mandate.congress_id == actor.congress_id)
    )
    if bodies is not None:
        statement = statement.where(Mandate.electing_body_id.in_(bodies))
    mandate = db.session.scalar(statement)
    if mandate is None:
        raise NotFound
    return mandate


def readable_entries(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the entries that an office may see: of its congress, its bodies, and kinds that it reads."""
    bodies = actor.bodies(permission)
    ids = select(RecordEntry.id).join(RecordEntry.kind).where(RecordEntry.congress_id == actor.congress_id)
    if bodies is not None:
        ids = ids.join(RecordEntry.mandate).where(Mandate.electing_body_id.in_(bodies))
    return ids.where(may_read(actor))


def entry_for_office(
    session: Session, public_id: uuid.UUID, *, actor: Actor, permission: Permission = Permission.READ_RECORDS
) -> RecordEntry:
    """An entry that an office reads.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    return _entry(session, public_id, RecordEntry.id.in_(readable_entries(actor, permission)))


def kept_entry(session: Session, public_id: uuid.UUID, *, actor: Actor) -> RecordEntry:
    """An entry for whom keeps the records; raises NotFound."""
    return entry_for_office(session, public_id, actor=actor, permission=Permission.KEEP_RECORDS)


def own_entry(session: Session, public_id: uuid.UUID, *, actor: Actor) -> RecordEntry:
    """An entry of the actor's own record in this congress.

    Raises:
        NotFound: there is none.
    """
    mine = select(Mandate.id).where(Mandate.person_id == actor.person_id, Mandate.congress_id == actor.congress_id)
    return _entry(session, public_id, RecordEntry.mandate_id.in_(mine))


def _entry(session: Session, public_id: uuid.UUID, allowed: ColumnElement[bool]) -> RecordEntry:
    statement = (
        select(RecordEntry)
        .options(
            joinedload(RecordEntry.kind),
            joinedload(RecordEntry.payload),
            joinedload(RecordEntry.mandate).joinedload(Mandate.person),
            joinedload(RecordEntry.mandate).joinedload(Mandate.electing_body),
        )
        .where(RecordEntry.public_id == public_id, allowed)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def own_mandate(session: Session, *, actor: Actor) -> Mandate:
    """The actor's own mandate in this congress, the latest one, with person, body and term.

    Raises:
        NotFound: there is none.
    """
    statement = (
        select(Mandate)
        .options(joinedload(Mandate.person), joinedload(Mandate.electing_body), joinedload(Mandate.term))
        .where(Mandate.person_id == actor.person_id, Mandate.congress_id == actor.congress_id)
        .order_by(Mandate.from_on.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
