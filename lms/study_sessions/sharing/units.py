"""Which units take part in a study session: all of the term, or those that the organizer chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from lms import audit
from lms.core.database import transaction
from lms.study_sessions import seats
from lms.study_sessions.operations.quotas import SHARING, set_quotas
from lms.study_sessions.refusals import IsOpen, MoveNotAllowed
from lms.study_sessions.sharing.basis import bodies_in_order, chosen_units
from lms.study_sessions.sharing.models import SessionUnit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lms.core.permissions import Actor


def choose_units(study_session_id: int, body_ids: Collection[int], *, actor: Actor, now: datetime) -> bool:
    """Choose who takes part; all of them, or none named, means everyone. Places shared out before are taken back.

    Returns:
        Whether something changed.

    Raises:
        MoveNotAllowed: units recommend already.
        IsOpen: deputies apply themselves, whatever their unit.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in SHARING:
            raise MoveNotAllowed(title=study_session.title)
        if study_session.is_open:
            raise IsOpen(title=study_session.title)
        everyone = {body.id for body in bodies_in_order(session, study_session)}
        chosen = everyone & set(body_ids)
        wanted = frozenset() if chosen == everyone else frozenset(chosen)
        if wanted == chosen_units(session, study_session):
            return False
        session.execute(delete(SessionUnit).where(SessionUnit.study_session_id == study_session.id))
        session.add_all(
            SessionUnit(study_session_id=study_session.id, electing_body_id=each) for each in sorted(wanted)
        )
        set_quotas(session, study_session, {})
        subject = ("study_session", study_session.public_id)
        audit.record(
            session, actor=actor, action="study_session.units_chosen", subject=subject, fields=("units",), now=now
        )
        return True
