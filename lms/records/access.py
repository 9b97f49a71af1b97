"""Whose record an actor may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import Mandate

if TYPE_CHECKING:
    import uuid

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
