"""Who is put forward: as seats see them, whoever they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from lms.core.database import lock_row
from lms.people.models import Mandate, MandateStatus
from lms.study_sessions.refusals import NotInOffice
from lms.study_sessions.seats import levels, seat_days
from lms.study_sessions.staff.models import StaffMember, StaffState
from lms.study_sessions.staff.refusals import NotOnTheStaff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lms.people.models import ElectingBody
    from lms.study_sessions.models import StudySession

_DEPUTY = select(Mandate.person_id).where(Mandate.id == bindparam("candidate"))
_MANDATE = (
    select(Mandate)
    .where(Mandate.id == bindparam("mandate"))
    .options(joinedload(Mandate.person, innerjoin=True), joinedload(Mandate.electing_body, innerjoin=True))
    .with_for_update(of=Mandate)
    .execution_options(populate_existing=True)
)
_STAFF = select(StaffMember.person_id).where(StaffMember.id == bindparam("candidate"))


@dataclass(frozen=True)
class Entrant:
    """Who is put forward: a deputy by a mandate, or (staff) a person whom a unit sends, without one.

    `unit` is the electing body whose places the entrant takes.
    """

    person_id: int
    name: str
    mandate: Mandate | None
    unit: ElectingBody
    staff_member_id: int | None = None

    @property
    def candidate_id(self) -> int:
        """By what operations are told who comes."""
        return self.mandate.id if self.mandate else self.staff_member_id or 0

    @property
    def is_grassroots(self) -> bool:
        """Whether places held for deputies from the grassroots are open to the entrant."""
        return self.mandate is not None and self.mandate.is_grassroots


def entrant_of(session: Session, study_session: StudySession, candidate_id: int) -> Entrant:
    """Who is meant by an id, as they are now: of a mandate, or where the study session is for staff of a staff member."""
    if study_session.is_for_staff:
        return of_staff(session.get_one(StaffMember, candidate_id))
    return _deputy(session, study_session, session.get_one(Mandate, candidate_id))


def lock_entrant(
    session: Session, study_session: StudySession, candidate_id: int, *, beside: int | None = None
) -> Entrant:
    """The same, locked so that nobody leaves unseen; the person before mandate or staff member, as the order of locks says.

    Args:
        beside: another person to lock together with this one.

    Raises:
        NotInOffice: the mandate is suspended or ended.
        NotOnTheStaff: the unit does not send this member of its staff any more.
    """
    person_id = session.scalars(_STAFF if study_session.is_for_staff else _DEPUTY, {"candidate": candidate_id}).one()
    seat_days.lock_people(session, {person_id} if beside is None else {person_id, beside})
    if study_session.is_for_staff:
        member = lock_row(session, StaffMember, candidate_id)
        if member.state is not StaffState.ACTIVE:
            raise NotOnTheStaff(name=member.person.name)
        return of_staff(member)
    mandate = lock_mandate(session, candidate_id)
    if mandate.status is not MandateStatus.IN_OFFICE:
        raise NotInOffice(name=mandate.person.name)
    return _deputy(session, study_session, mandate)


def lock_mandate(session: Session, mandate_id: int) -> Mandate:
    """A mandate with its person and its electing body, locked and read anew in one statement."""
    return session.scalars(_MANDATE, {"mandate": mandate_id}).one()


def _deputy(session: Session, study_session: StudySession, mandate: Mandate) -> Entrant:
    unit = levels.unit_of(session, study_session, mandate)
    return Entrant(mandate.person_id, mandate.person.name, mandate, unit)


def of_staff(member: StaffMember) -> Entrant:
    """A member of the staff of a unit, whose places it takes."""
    return Entrant(member.person_id, member.person.name, None, member.electing_body, member.id)
