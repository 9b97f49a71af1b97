"""What becomes of an upheld objection whose correction the second person refused: it is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.notices import Link, tell
from lms.records.objections.models import Objection, ObjectionState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.corrections.models import Correction

OPEN_AGAIN = N_("Your objection of %(day)s is being looked at once more.")
OPEN_AGAIN_DETAIL = N_("The correction that followed from it was not approved. Reason given: %(reason)s.")


def reopen_after_refusal(session: Session, correction: Correction, *, actor: Actor, now: datetime) -> None:
    """Open the objection again from which a refused correction followed, and tell the deputy; most follow from none."""
    found = session.scalars(
        select(Objection).where(Objection.correction_id == correction.id).with_for_update()
    ).one_or_none()
    if found is None:
        return
    found.state, found.correction_id = ObjectionState.OPEN, None
    found.decided_by = found.decided_at = None
    found.decision_reason = ""
    tell(
        session,
        person_id=found.mandate.person_id,
        congress_id=found.congress_id,
        kind="records.objection",
        template=OPEN_AGAIN,
        detail=OPEN_AGAIN_DETAIL,
        params={"day": local_date(found.filed_at), "reason": correction.decision_reason},
        link=Link("objections.mine", {"public_id": found.public_id}),
        now=now,
    )
    audit.record(session, actor=actor, action="objection.reopened", subject=("objection", found.public_id), now=now)
