"""The approval of a study session (请示 or 方案): recorded with number, day and file, before any unit sees its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.records import evidence
from lms.study_sessions import seats
from lms.study_sessions.refusals import MoveNotAllowed
from lms.study_sessions.sharing.models import SessionApproval
from lms.study_sessions.states import OPEN

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.evidence import Evidence
    from lms.study_sessions.models import StudySession


class NotApproved(DomainError):
    """Places go out only after the study session was approved."""

    template = N_(
        "“%(title)s” is not approved yet. Please record the approval first, with its document number and day."
    )


class ApprovedInTheFuture(InvalidInput):
    """The day of the approval has not come."""

    template = N_("The day of the approval cannot be in the future.")


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Under which number (文号), on which day, with which file."""

    number: str
    approved_on: date
    file: Evidence | None = None


def record_approval(study_session_id: int, approval: Approval, *, actor: Actor, now: datetime) -> None:
    """Record that a study session was approved; a later approval takes the place of an earlier one.

    Raises:
        ApprovedInTheFuture: the day has not come.
        MoveNotAllowed: the study session is completed or called off.
    """
    if approval.approved_on > local_date(now):
        raise ApprovedInTheFuture
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in OPEN:
            raise MoveNotAllowed(title=study_session.title)
        kept = evidence.keep(session, approval.file, now=now)
        session.add(
            SessionApproval(
                study_session_id=study_session.id,
                number=approval.number,
                approved_on=approval.approved_on,
                file_sha256=kept["evidence_sha256"],
                file_name=kept["evidence_name"],
                account_id=actor.account_id,
                recorded_at=now,
            )
        )
        subject = ("study_session", study_session.public_id)
        audit.record(session, actor=actor, action="study_session.approved", subject=subject, now=now)


def approval_of(session: Session, study_session: StudySession) -> SessionApproval | None:
    """The approval that holds."""
    return session.scalars(
        select(SessionApproval)
        .where(SessionApproval.study_session_id == study_session.id)
        .order_by(SessionApproval.id.desc())
        .limit(1)
    ).first()


def must_be_approved(session: Session, study_session: StudySession) -> None:
    """Refuse what only an approved study session may do.

    Raises:
        NotApproved: no approval is recorded.
    """
    if approval_of(session, study_session) is None:
        raise NotApproved(title=study_session.title)
