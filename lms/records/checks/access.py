"""Periods for an actor: the congress's for an office, those in which one was asked for a deputy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.people.models import Mandate
from lms.records.checks.models import CheckPeriod, CheckRequest

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def period(session: Session, public_id: uuid.UUID, *, actor: Actor) -> CheckPeriod:
    """A period of the actor's congress, with its report.

    Raises:
        NotFound: there is none.
    """
    statement = (
        select(CheckPeriod)
        .options(joinedload(CheckPeriod.report))
        .where(CheckPeriod.public_id == public_id, CheckPeriod.congress_id == actor.congress_id)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def own_request(session: Session, public_id: uuid.UUID, *, actor: Actor) -> CheckRequest:
    """The actor's own part of a period.

    Raises:
        NotFound: the actor was not asked.
    """
    statement = (
        select(CheckRequest)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .join(Mandate, Mandate.id == CheckRequest.mandate_id)
        .where(
            CheckPeriod.public_id == public_id,
            CheckPeriod.congress_id == actor.congress_id,
            Mandate.person_id == actor.person_id,
        )
        .limit(1)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
