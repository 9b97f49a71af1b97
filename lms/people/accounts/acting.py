"""Acting for a deputy who asks (代办): a liaison of the own unit, with a reason, for a limited time.

It belongs to one login session, shows on every page, is told to the deputy and noted with both ids. It never reaches
what is the deputy's alone: watching, the password, confirming the record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core import events
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.accounts import access
from lms.people.accounts.errors import ActingOver, NotWhileActing, ReasonNeeded
from lms.people.accounts.models import ActingEnd, ActingFor, LoginSession
from lms.people.models import MandateStatus

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

LASTS = timedelta(minutes=30)
EVENT = "acting_for.used"
# What a liaison may do in a deputy's place. Watching (LEARN) proves something about a person and is never done for one.
PERMISSIONS = frozenset(
    {Permission.VIEW_OWN_RECORD, Permission.VIEW_OWN_STUDY_SESSIONS, Permission.TAKE_PLACES, Permission.VIEW_CATALOG}
)


def start(person_public_id: uuid.UUID, reason: str, *, login_session_id: int, actor: Actor, now: datetime) -> ActingFor:
    """Begin to act for a deputy in this login session. The deputy is told.

    Raises:
        NotWhileActing: another acting goes on.
        ReasonNeeded: no reason is given.
        NotFound: the deputy is not of the actor's unit, or not in office.
    """
    if actor.acting_for is not None:
        raise NotWhileActing
    if not reason.strip():
        raise ReasonNeeded
    with transaction() as session:
        mandate = access.deputy(session, person_public_id, Permission.ACT_FOR_DEPUTY, actor=actor)
        if mandate.status is not MandateStatus.IN_OFFICE:
            raise NotFound
        lock_row(session, LoginSession, login_session_id)
        _end_live(session, login_session_id, ActingEnd.REPLACED, now)
        acting = ActingFor(
            congress_id=mandate.congress_id,
            electing_body_id=mandate.electing_body_id,
            login_session_id=login_session_id,
            account_id=actor.account_id,
            person_id=mandate.person_id,
            reason=reason.strip(),
            started_at=now,
            expires_at=now + LASTS,
        )
        session.add(acting)
        session.flush()
        _tell(session, acting, now)
        audit.record(session, actor=actor, action="acting_for.started", subject=("person", person_public_id), now=now)
        return acting


def end(login_session_id: int, *, actor: Actor, now: datetime) -> None:
    """Stop acting for the deputy.

    Raises:
        ActingOver: nobody is being acted for in this login session.
    """
    with transaction() as session:
        if not leave(session, login_session_id, actor=actor, now=now):
            raise ActingOver


def leave(session: Session, login_session_id: int, *, actor: Actor, now: datetime) -> bool:
    """The same in the caller's transaction, whether or not a deputy is acted for; says whether one was."""
    acting = _end_live(session, login_session_id, ActingEnd.DONE, now)
    if acting is None:
        return False
    subject = ("person", acting.person.public_id)
    audit.record(session, actor=actor, action="acting_for.ended", subject=subject, now=now)
    return True


def _end_live(session: Session, login_session_id: int, reason: ActingEnd, now: datetime) -> ActingFor | None:
    acting = session.scalars(
        select(ActingFor).where(ActingFor.login_session_id == login_session_id, ActingFor.ended_at.is_(None))
    ).one_or_none()
    if acting is not None:
        acting.ended_at, acting.end_reason = now, reason
        session.flush()
    return acting


def _tell(session: Session, acting: ActingFor, now: datetime) -> None:
    """Upper floors hear of it and tell the deputy: who, why and until when stand in the row."""
    payload = {
        "acting_for": str(acting.public_id),
        "congress_id": acting.congress_id,
        "person_id": acting.person_id,
        "account_id": acting.account_id,
        "expires_at": acting.expires_at.isoformat(),
    }
    events.publish(session, EVENT, payload, now=now)
