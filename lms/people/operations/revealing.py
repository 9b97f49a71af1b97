"""Showing a sealed number to somebody who may see it: asked for by a POST, and noted in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms import audit
from lms.core import crypto
from lms.core.database import transaction
from lms.core.permissions import Permission
from lms.people import access

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.core.permissions import Actor


def reveal(public_id: uuid.UUID, field: str, *, actor: Actor, now: datetime) -> str:
    """The phone or document of a mandate's person, in full; empty if none is kept.

    Args:
        public_id: the mandate.
        field: `phone` or `document`.

    Raises:
        NotFound: there is no such mandate, or its personal data are not the actor's to see.
        KeyError: `field` is something else.
    """
    with transaction() as session:
        person = access.mandate(session, public_id, actor=actor, permission=Permission.REVEAL_PERSONAL_DATA).person
        sealed = {"phone": person.phone_sealed, "document": person.document_sealed}[field]
        audit.record(
            session,
            actor=actor,
            action="person.revealed",
            subject=("person", person.public_id),
            fields=(field,),
            now=now,
        )
        return crypto.decrypt(sealed) if sealed is not None else ""
