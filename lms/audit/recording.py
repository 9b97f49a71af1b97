"""Writing the audit log: a row in the transaction of the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.audit.models import AuditEvent

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def record(
    session: Session,
    *,
    actor: Actor | None,
    action: str,
    subject: tuple[str, uuid.UUID | None],
    now: datetime,
    fields: Sequence[str] = (),
    succeeded: bool = True,
    congress_id: int | None = None,
) -> None:
    """Note an act in the caller's transaction.

    Args:
        actor: who acted; None for the system itself, for another system, and for people who are not signed in.
        action: what was done, as `noun.verb`, e.g. `mandate.ended`.
        subject: the kind and public id of what it was done to.
        fields: the NAMES of the fields that changed or were shown; never their values (docs/privacy.md).
        congress_id: where it was done, if nobody's account did it.
    """
    session.add(
        AuditEvent(
            congress_id=actor.congress_id if actor else congress_id,
            account_id=actor.account_id if actor else None,
            acting_for_person_id=actor.acting_for if actor else None,
            action=action,
            subject_kind=subject[0],
            subject_id=subject[1],
            fields=list(fields),
            succeeded=succeeded,
            recorded_at=now,
        )
    )
