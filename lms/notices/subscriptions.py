"""News from the rooms below that a person is told of."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.events import subscribe
from lms.core.i18n import N_
from lms.notices.operations import tell
from lms.people.accounts.models import ActingFor
from lms.people.models import ElectingBody

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.events import Event

ACTED_FOR = N_("The liaison of %(unit)s is acting for you.")
ACTED_FOR_DETAIL = N_(
    "From %(since)s, until %(until)s at the latest. Reason given: %(reason)s. "
    "If you did not ask for this, please tell your liaison or the deputies' office."
)


@subscribe("acting_for.used")
def tell_of_acting(session: Session, event: Event, now: datetime) -> None:
    """A deputy for whom somebody acts (代办) is told at once: for which unit, why and for how long."""
    found = session.execute(
        select(ActingFor, ElectingBody.name)
        .join(ElectingBody, ElectingBody.id == ActingFor.electing_body_id)
        .where(ActingFor.public_id == uuid.UUID(event.payload["acting_for"]))
    ).one()
    acting, unit = found[0], found[1]
    tell(
        session,
        person_id=acting.person_id,
        congress_id=acting.congress_id,
        kind="accounts.acting_for",
        template=ACTED_FOR,
        detail=ACTED_FOR_DETAIL,
        params={"unit": unit, "since": acting.started_at, "until": acting.expires_at, "reason": acting.reason},
        now=now,
    )
