"""Study sessions across levels: whose deputies can come to one, by which unit, and in which congress they hear of it.

A unit of the study session's congress can stand for a congress below (Deputies Law, art. 36 and 47); where the study
session admits them, deputies in office there come by that unit, in its places. See ADR 0035.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, or_, select, union_all
from sqlalchemy.orm import aliased

from lms.people.models import Congress, ElectingBody, Mandate, MandateStatus, Term
from lms.study_sessions.models import Enrolment, StudySession

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, CompoundSelect, Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


# Built once: where a study session is open, thousands apply in the same minutes.
_OWN_MANDATE = select(Mandate).where(
    Mandate.person_id == bindparam("person"),
    Mandate.term_id == bindparam("term"),
    Mandate.status == MandateStatus.IN_OFFICE,
)


def comes_by(study_session: StudySession | type[StudySession]) -> ColumnElement[bool]:
    """Whether a mandate comes to the study session by an electing body, for statements with `Mandate` and `ElectingBody`.

    Given the class, the statement around it has the study session too.
    """
    elected, admits = _elected_by(study_session), study_session.admits_below
    if isinstance(admits, bool):
        return or_(elected, _stands_for(study_session)) if admits else elected
    return or_(elected, and_(admits, _stands_for(study_session)))


def unit_of(session: Session, study_session: StudySession, mandate: Mandate) -> ElectingBody:
    """The electing body by whose places a deputy comes; for who cannot come at all, the deputy's own."""
    if mandate.term_id == study_session.term_id:
        return mandate.electing_body
    standing_for_it = select(ElectingBody).join(Mandate, comes_by(study_session)).where(Mandate.id == mandate.id)
    return session.scalars(standing_for_it).one_or_none() or mandate.electing_body


def congresses_below(session: Session, study_session: StudySession) -> Mapping[int, Congress]:
    """The congresses below whose deputies can come, by the unit that stands for each."""
    if not study_session.admits_below:
        return {}
    linked = (
        select(ElectingBody.id, Congress)
        .join(Congress, Congress.id == ElectingBody.congress_below_id)
        .where(ElectingBody.term_id == study_session.term_id)
        .order_by(ElectingBody.official_order)
    )
    return dict(session.execute(linked).all())


def may_admit(session: Session, congress_id: int) -> bool:
    """Whether one of the congress's electing bodies stands for a congress below."""
    linked = select(ElectingBody.id).where(
        ElectingBody.congress_id == congress_id, ElectingBody.congress_below_id.is_not(None)
    )
    return session.scalar(linked.limit(1)) is not None


def coming_by(study_session: StudySession, unit_id: int) -> CompoundSelect[int]:
    """The mandates, of whatever state, that come to the study session by a unit."""
    ways = [_elected_by(study_session), *([_stands_for(study_session)] if study_session.admits_below else [])]
    # Each way has an index of its own, which an OR of the two would not use.
    theirs = [select(Mandate.id).join(ElectingBody, way).where(ElectingBody.id == unit_id) for way in ways]
    # The statement around it reads mandates too.
    return union_all(*(each.correlate(None) for each in theirs))


def own_units(actor: Actor) -> Select[int]:
    """The units by which the actor, as a deputy of the actor's congress, comes; correlated to the study session."""
    return (
        select(ElectingBody.id)
        .join(Mandate, comes_by(StudySession))
        .where(
            Mandate.person_id == (actor.person_id or 0),
            Mandate.congress_id == actor.congress_id,
            Mandate.status == MandateStatus.IN_OFFICE,
        )
        .correlate(StudySession)
    )


def units_of_mandate() -> Select[int]:
    """The units by which a mandate comes, for statements with `Mandate` and `StudySession`."""
    return select(ElectingBody.id).where(comes_by(StudySession)).correlate(Mandate, StudySession)


def own_mandate(session: Session, study_session: StudySession, actor: Actor) -> Mandate | None:
    """The mandate of the actor's congress by which the actor could come to the study session."""
    if actor.congress_id == study_session.congress_id:
        return session.scalars(_OWN_MANDATE, {"person": actor.person_id, "term": study_session.term_id}).first()
    return session.scalars(
        select(Mandate)
        .join(ElectingBody, comes_by(study_session))
        .where(
            Mandate.person_id == (actor.person_id or 0),
            Mandate.congress_id == actor.congress_id,
            Mandate.status == MandateStatus.IN_OFFICE,
        )
    ).first()


def deputies_of(session: Session, enrolment_ids: Collection[int]) -> Mapping[int, int]:
    """The congress of each deputy, by person; who has a place without a mandate is left out."""
    rows = session.execute(
        select(Enrolment.person_id, Mandate.congress_id)
        .join(Mandate, Mandate.id == Enrolment.mandate_id)
        .where(Enrolment.id.in_(enrolment_ids))
    )
    return dict(rows.all())


def concerns_congress(congress_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    """Whether a congress holds the study session for the deputy of the enrolment, or the deputy is its own; never for staff.

    For statements with `StudySession` and `Enrolment`.
    """
    is_ours = (StudySession.congress_id == congress_id) & Enrolment.mandate_id.is_not(None)
    return is_ours | Enrolment.mandate.has(Mandate.congress_id == congress_id)


def _elected_by(study_session: StudySession | type[StudySession]) -> ColumnElement[bool]:
    """Of the mandates of the study session's own term."""
    return and_(ElectingBody.term_id == study_session.term_id, ElectingBody.id == Mandate.electing_body_id)


def _stands_for(study_session: StudySession | type[StudySession]) -> ColumnElement[bool]:
    """Of mandates of a congress below, in the term that it has then."""
    return and_(
        ElectingBody.term_id == study_session.term_id,
        ElectingBody.congress_below_id == Mandate.congress_id,
        Mandate.term_id.in_(_terms(study_session)),
        ~_has_own_mandate(study_session),
    )


def _has_own_mandate(study_session: StudySession | type[StudySession]) -> ColumnElement[bool]:
    """Whoever is a deputy of the study session's own congress too comes as such."""
    own = aliased(Mandate)
    theirs = select(own.id).where(
        own.person_id == Mandate.person_id,
        own.term_id == study_session.term_id,
        own.status == MandateStatus.IN_OFFICE,
    )
    return theirs.correlate(Mandate, StudySession).exists()


def _terms(study_session: StudySession | type[StudySession]) -> Select[int]:
    """The terms that run when the study session begins."""
    begins_on = study_session.starts_on
    runs = (Term.starts_on <= begins_on) & (Term.ends_on.is_(None) | (Term.ends_on >= begins_on))
    return select(Term.id).where(runs)
