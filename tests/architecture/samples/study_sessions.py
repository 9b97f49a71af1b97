"""Samples of study sessions and of their attendance."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import ElectingBody, Mandate, Sex
from lms.planning.resources.models import Booking, Half
from lms.planning.resources.operations import LecturerWords, add_lecturer
from lms.records.evidence import Evidence
from lms.study_sessions.bookings.operations import book_lecturer
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations.recommendation import substitute
from lms.study_sessions.sharing.approvals import Approval, record_approval
from lms.study_sessions.sharing.models import ApportionmentRun, SessionApproval
from lms.study_sessions.staff.models import StaffMember
from lms.study_sessions.staff.operations import Said
from lms.study_sessions.staff.operations import add as add_staff
from lms.study_sessions.states import State
from tests.architecture.samples.known import account, actor, hebei, npc


def lay() -> None:
    """The study session that units recommend for is approved, with a file; a lecturer is booked for its first day, and the
    first of the deputies with an account has the place of their unit.
    """
    file = Evidence.of(b"%PDF-1.7 approved", "approval.pdf")
    approval = Approval(number="代培〔2026〕18号", approved_on=clock.today(), file=file)
    record_approval(study_session().id, approval, actor=actor("organizer", Role.ORGANIZER), now=clock.now())
    organizer = actor("organizer", Role.ORGANIZER)
    lecturer_id = add_lecturer(LecturerWords(name="钱老师"), actor=organizer, now=clock.now())
    book_lecturer(study_session().id, lecturer_id, 1, Half.MORNING, actor=organizer, now=clock.now())
    substitute(_seat("id"), _mandate_of("deputy"), actor=organizer, now=clock.now())
    said = Said(name="赵志远", sex=Sex.MALE, post="处长")
    unit = db.session.scalars(select(ElectingBody.id).where(ElectingBody.public_id == hebei())).one()
    add_staff(unit, said, actor=organizer, now=clock.now())


def study_session() -> StudySession:
    """The one that the national congress's units recommend for."""
    return db.session.scalars(
        select(StudySession).where(StudySession.congress_id == npc(), StudySession.state == State.RECOMMENDING)
    ).one()


def _seat(column: str) -> Any:
    """Of whoever has the place of the unit whose liaison and deputies have accounts."""
    return db.session.scalars(
        select(getattr(Enrolment, column))
        .join(Mandate, Mandate.id == Enrolment.mandate_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(
            Enrolment.study_session_id == study_session().id, Enrolment.holds_seat, ElectingBody.short_name == "河北"
        )
    ).one()


def _mandate_of(username: str) -> int:
    own = Mandate.person_id == account(username).person_id
    return db.session.scalars(select(Mandate.id).where(own, Mandate.congress_id == npc())).one()


def _quota() -> Any:
    return db.session.scalars(
        select(Quota.public_id)
        .join(Quota.electing_body)
        .where(Quota.study_session_id == study_session().id, ElectingBody.short_name == "河北")
    ).one()


def _of(table: Any) -> Any:
    return db.session.scalars(
        select(table.public_id).where(table.study_session_id == study_session().id).order_by(table.id)
    ).first()


def _of_last(table: Any) -> Any:
    return db.session.scalars(
        select(table.public_id).where(table.study_session_id == study_session().id).order_by(table.id.desc())
    ).first()


def _booking() -> Any:
    of_lecturers = [Booking.subject_id == study_session().public_id, Booking.lecturer_id.is_not(None)]
    return db.session.scalars(select(Booking.public_id).where(*of_lecturers)).first()


SAMPLES: dict[str, Any] = {
    "study_sessions.booking_id": _booking,
    "coverage.body_id": hebei,
    "study_sessions.public_id": lambda: study_session().public_id,
    "enrolment_id": lambda: _seat("public_id"),
    "quota_id": _quota,
    "study_sessions.run_id": lambda: _of(ApportionmentRun),
    "approval_id": lambda: _of_last(SessionApproval),
    "staff.public_id": lambda: db.session.scalars(
        select(StaffMember.public_id).order_by(StaffMember.id.desc())
    ).first(),
    "attendance.public_id": lambda: study_session().public_id,
    "day": lambda: study_session().starts_on,
}
