"""Writing what becomes of an enrolment: the table of moves, the history and the audit, in the transaction of the change.

Part of the boundary of seats: nothing outside this package changes an enrolment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lms import audit
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.refusals import NotWithdrawable
from lms.study_sessions.states import PLACE_MOVES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment
    from lms.study_sessions.states import PlaceState


def change(
    session: Session,
    enrolments: Iterable[Enrolment],
    to: PlaceState,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    is_for_deputy: bool = False,
) -> None:
    """Take one step of the table of moves with each of them. Their study session must be locked.

    Args:
        is_for_deputy: the actor answers in the deputy's stead (代办); history and audit say so.

    Raises:
        NotWithdrawable: the table has no such step for one of them.
    """
    for enrolment in enrolments:
        before = enrolment.state
        if to not in PLACE_MOVES[before]:
            raise NotWithdrawable(name=enrolment.person.name)
        enrolment.state = to
        note(session, enrolment, before, actor=actor, now=now, reason=reason, is_for_deputy=is_for_deputy)
    session.flush()


def note(
    session: Session,
    enrolment: Enrolment,
    before: PlaceState | None,
    *,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    is_for_deputy: bool = False,
) -> None:
    """Every change of an enrolment is history and audit."""
    session.add(
        EnrolmentChange(
            enrolment_id=enrolment.id,
            from_state=before,
            to_state=enrolment.state,
            reason=reason,
            account_id=actor.account_id if actor else None,
            is_for_deputy=is_for_deputy,
            changed_at=now,
        )
    )
    audit.record(
        session,
        actor=replace(actor, acting_for=enrolment.person_id) if actor and is_for_deputy else actor,
        action=f"enrolment.{enrolment.state.value}",
        subject=("enrolment", enrolment.public_id),
        fields=("state",),
        now=now,
    )
