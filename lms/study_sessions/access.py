"""Study sessions, pools and enrolments for an actor: what the actor may not know of is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import contains_eager

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.people.models import ElectingBody, Mandate
from lms.study_sessions.listing import enrolments
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.seats.entrants import Entrant, of_staff
from lms.study_sessions.seats.levels import comes_by, concerns_congress, own_units
from lms.study_sessions.sharing.models import ApportionmentRun, SessionApproval
from lms.study_sessions.staff.access import member as staff_member
from lms.study_sessions.states import Audience, State

if TYPE_CHECKING:
    import uuid

    from lms.core.permissions import Actor

Thing = TypeVar("Thing")


def visible(actor: Actor, permission: Permission = Permission.VIEW_STUDY_SESSIONS) -> ColumnElement[bool]:
    """The study sessions that an actor may know of: all of the congress, or those that gave the own units places or are open
    to all deputies.
    """
    bodies = actor.bodies(permission)
    theirs = (
        true()
        if bodies is None
        else (_has_quota_in(bodies) | StudySession.is_open) & (StudySession.state != State.DRAFT)
    )
    return (StudySession.congress_id == actor.congress_id) & theirs


def study_session(
    actor: Actor, public_id: uuid.UUID, permission: Permission = Permission.VIEW_STUDY_SESSIONS
) -> StudySession:
    """A study session that the actor may know of.

    Raises:
        NotFound: there is none.
    """
    return _found(
        db.session.scalar(select(StudySession).where(StudySession.public_id == public_id, visible(actor, permission)))
    )


def enrolment(actor: Actor, public_id: uuid.UUID, permission: Permission) -> Enrolment:
    """An enrolment by a unit that the permission covers, with its study session, person, unit and mandate.

    Raises:
        NotFound: there is none.
    """
    bodies = actor.bodies(permission)
    statement = (
        enrolments()
        .join(Enrolment.study_session)
        .options(contains_eager(Enrolment.study_session))
        .where(Enrolment.public_id == public_id, StudySession.congress_id == actor.congress_id)
    )
    if bodies is not None:
        statement = statement.where(Enrolment.unit_id.in_(bodies))
    return _found(db.session.scalar(statement))


def candidate(actor: Actor, study_session: StudySession, public_id: uuid.UUID) -> Entrant:
    """A deputy, or where it is for staff one of the staff, whom one of the actor's units could put forward for the study
    session; in office, or still on the staff, or not.

    Raises:
        NotFound: there is none; a deputy of a congress that the study session does not admit is not to be seen.
    """
    if study_session.is_for_staff:
        member = staff_member(actor, public_id)
        if member.electing_body.term_id != study_session.term_id:
            raise NotFound
        return of_staff(member)
    bodies = actor.bodies(Permission.RECOMMEND)
    statement = (
        select(Mandate, ElectingBody)
        .join(ElectingBody, comes_by(study_session))
        .where(Mandate.public_id == public_id, ElectingBody.congress_id == actor.congress_id)
    )
    if bodies is not None:
        statement = statement.where(ElectingBody.id.in_(bodies))
    mandate, unit = _found(db.session.execute(statement).one_or_none())
    return Entrant(mandate.person_id, mandate.person.name, mandate, unit)


def quota(actor: Actor, public_id: uuid.UUID, permission: Permission) -> Quota:
    """A unit's pool of places where the permission is the actor's.

    Raises:
        NotFound: there is none; the common pool is no unit's.
    """
    bodies = actor.bodies(permission)
    statement = (
        select(Quota)
        .join(StudySession, StudySession.id == Quota.study_session_id)
        .where(
            Quota.public_id == public_id,
            Quota.electing_body_id.is_not(None),
            StudySession.congress_id == actor.congress_id,
        )
    )
    if bodies is not None:
        statement = statement.where(Quota.electing_body_id.in_(bodies), StudySession.state != State.DRAFT)
    return _found(db.session.scalar(statement))


def my_study_session(actor: Actor, public_id: uuid.UUID) -> StudySession:
    """A study session that a deputy has to do with.

    Raises:
        NotFound: there is none.
    """
    return _found(db.session.scalar(select(StudySession).where(StudySession.public_id == public_id, concerns(actor))))


def concerns(actor: Actor) -> ColumnElement[bool]:
    """The study sessions of a deputy, in the actor's congress or as its deputy in one above: those I was put forward for, those
    of my unit, and those open to all deputies.
    """
    here = select(Enrolment.id).where(
        Enrolment.study_session_id == StudySession.id,
        Enrolment.person_id == (actor.person_id or 0),
        concerns_congress(actor.congress_id),
    )
    units = own_units(actor)
    places = select(Quota.id).where(Quota.study_session_id == StudySession.id, Quota.electing_body_id.in_(units))
    of_deputies = (
        here.correlate(StudySession).exists()
        | places.correlate(StudySession).exists()
        | (StudySession.is_open & units.exists())
    )
    is_shown = (StudySession.state != State.DRAFT) & (StudySession.audience == Audience.DEPUTIES)
    return is_shown & of_deputies


def apportionment_run(actor: Actor, study_session: StudySession, public_id: uuid.UUID) -> ApportionmentRun:
    """An apportionment of a study session, for those who may see the places of all units.

    Raises:
        NotFound: there is none.
    """
    if actor.bodies(Permission.VIEW_STUDY_SESSIONS) is not None:
        raise NotFound
    return _found(
        db.session.scalar(
            select(ApportionmentRun).where(
                ApportionmentRun.public_id == public_id, ApportionmentRun.study_session_id == study_session.id
            )
        )
    )


def approval(actor: Actor, public_id: uuid.UUID) -> SessionApproval:
    """An approval with a file, for those who may see the study session with all its units.

    Raises:
        NotFound: there is none, or it came without a file.
    """
    if actor.bodies(Permission.VIEW_STUDY_SESSIONS) is not None:
        raise NotFound
    return _found(
        db.session.scalar(
            select(SessionApproval)
            .join(StudySession, StudySession.id == SessionApproval.study_session_id)
            .where(
                SessionApproval.public_id == public_id,
                SessionApproval.file_sha256.is_not(None),
                StudySession.congress_id == actor.congress_id,
            )
        )
    )


def _has_quota_in(bodies: frozenset[int]) -> ColumnElement[bool]:
    quota = select(Quota.id).where(Quota.study_session_id == StudySession.id, Quota.electing_body_id.in_(bodies))
    # Said outright, for the statement around it may have joined quotas too.
    return quota.correlate(StudySession).exists()


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound
    return thing
