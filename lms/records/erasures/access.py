"""Erasures for an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import Mandate
from lms.records.access import readable_entries
from lms.records.erasures.models import ErasureProposal
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def proposal(session: Session, public_id: uuid.UUID, *, actor: Actor) -> ErasureProposal:
    """A proposal with its entry.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    entry = joinedload(ErasureProposal.entry)
    statement = (
        select(ErasureProposal)
        .options(
            entry.joinedload(RecordEntry.kind),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.person),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.electing_body),
        )
        .where(
            ErasureProposal.public_id == public_id,
            ErasureProposal.entry_id.in_(readable_entries(actor, Permission.DECIDE_RECORDS)),
        )
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
