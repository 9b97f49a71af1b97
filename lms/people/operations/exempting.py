"""Exempting a deputy for the whole term (免训), by name and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.people import access
from lms.people.models import Exemption, Mandate

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


class NothingDifferent(DomainError):
    """The deputy is exempt already, or is not."""

    template = N_("Nothing is different from what is recorded.")


def exempt(mandate_id: uuid.UUID, reason: str, *, is_exempt: bool, actor: Actor, now: datetime) -> None:
    """Exempt a deputy for the term from today on, or end that; with a reason either way.

    Raises:
        NotFound: the actor's congress has no such deputy.
        NothingDifferent: it is so already.
    """
    with transaction() as session:
        mandate = lock_row(session, Mandate, access.mandate(session, mandate_id, actor=actor).id)
        if is_exempted(session, mandate) is is_exempt:
            raise NothingDifferent
        session.add(
            Exemption(
                congress_id=mandate.congress_id,
                mandate_id=mandate.id,
                is_exempt=is_exempt,
                reason=reason,
                effective_on=local_date(now),
                recorded_at=now,
                recorded_by=actor.account_id,
            )
        )
        verb = "exempted" if is_exempt else "exemption_ended"
        subject = ("mandate", mandate.public_id)
        audit.record(session, actor=actor, action=f"mandate.{verb}", subject=subject, fields=["reason"], now=now)


def is_exempted(session: Session, mandate: Mandate) -> bool:
    """Whether the last word on a deputy exempts for the term."""
    last = session.scalar(
        select(Exemption.is_exempt)
        .where(Exemption.mandate_id == mandate.id)
        .order_by(Exemption.effective_on.desc(), Exemption.recorded_at.desc(), Exemption.id.desc())
        .limit(1)
    )
    return bool(last)
