"""Places of the common pool: the organizer's decision, and the sweep that finds what nobody's act has filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.study_sessions import seats
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.refusals import ProposalChanged
from lms.study_sessions.states import FILLING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from lms.core.permissions import Actor


def approve(study_session_id: int, chosen: Sequence[uuid.UUID], *, actor: Actor, now: datetime) -> int:
    """Give free places of the common pool to the first of the proposal, as the organizer saw them, in their order.

    Returns how many were given.

    Raises:
        ProposalChanged: they are not, or no longer, the first in line for places that are free.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        rows = session.execute(
            select(Enrolment.public_id, Enrolment.id).where(
                Enrolment.study_session_id == study_session.id, Enrolment.public_id.in_(chosen)
            )
        )
        ids = {row.public_id: row.id for row in rows}
        if not chosen or len(ids) != len(chosen):
            raise ProposalChanged
        seats.approve(session, study_session, [ids[each] for each in chosen], actor=actor, now=now)
        subject = ("study_session", study_session.public_id)
        audit.record(session, actor=actor, action="proposal.approved", subject=subject, fields=("places",), now=now)
        return len(chosen)


def sweep(*, now: datetime) -> None:
    """Let the cut-off take effect and fill what is free, study session by study session. Running it twice is harmless."""
    waiting = select(StudySession.id).where(
        StudySession.state.in_(sorted(FILLING)), StudySession.arrival_on >= local_date(now)
    )
    for study_session_id in db.session.scalars(waiting.order_by(StudySession.id)).all():
        sweep_one(study_session_id, now=now)


def sweep_one(study_session_id: int, *, now: datetime) -> None:
    """The same for one study session, in a transaction of its own."""
    with transaction() as session:
        seats.fill(session, seats.lock(session, study_session_id), now=now)
