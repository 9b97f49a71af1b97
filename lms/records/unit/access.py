"""Recordings and deputies of the actor's own units; what is another unit's is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.database import lock_row
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import ElectingBody, Mandate, MandateStatus
from lms.people.queries import list_order
from lms.records.unit.models import RecordedDeputy, UnitRecording

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def bodies(session: Session, *, actor: Actor) -> Sequence[ElectingBody]:
    """The units for which the actor records, in official order."""
    return session.scalars(_bodies(actor).order_by(ElectingBody.official_order)).all()


def body(session: Session, public_id: uuid.UUID, *, actor: Actor) -> ElectingBody:
    """A unit for which the actor records.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(_bodies(actor).where(ElectingBody.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def deputies(session: Session, of: ElectingBody) -> Sequence[Mandate]:
    """A unit's deputies whose mandates have not ended, in the order of lists."""
    statement = (
        select(Mandate)
        .join(Mandate.person)
        .join(Mandate.electing_body)
        .options(joinedload(Mandate.person))
        .where(Mandate.electing_body_id == of.id, Mandate.status != MandateStatus.ENDED)
        .order_by(*list_order())
    )
    return session.scalars(statement).all()


def recordings(actor: Actor) -> Select[UnitRecording]:
    """What was recorded for the actor's units, the latest first."""
    statement = (
        select(UnitRecording)
        .where(UnitRecording.congress_id == actor.congress_id)
        .options(
            joinedload(UnitRecording.kind),
            joinedload(UnitRecording.electing_body),
            selectinload(UnitRecording.deputies).joinedload(RecordedDeputy.mandate).joinedload(Mandate.person),
        )
        .order_by(UnitRecording.drafted_at.desc(), UnitRecording.id.desc())
    )
    allowed = actor.bodies(Permission.RECORD_FOR_UNIT)
    return statement if allowed is None else statement.where(UnitRecording.electing_body_id.in_(allowed))


def recording(session: Session, public_id: uuid.UUID, *, actor: Actor) -> UnitRecording:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(recordings(actor).where(UnitRecording.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked_recording(session: Session, public_id: uuid.UUID, *, actor: Actor) -> UnitRecording:
    """The same, locked for a change."""
    return lock_row(session, UnitRecording, recording(session, public_id, actor=actor).id)


def _bodies(actor: Actor) -> Select[ElectingBody]:
    statement = select(ElectingBody).where(ElectingBody.congress_id == actor.congress_id)
    allowed = actor.bodies(Permission.RECORD_FOR_UNIT)
    return statement if allowed is None else statement.where(ElectingBody.id.in_(allowed))
