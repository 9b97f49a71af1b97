"""What quotas are computed by: a weight for each electing body that takes part in the study session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.people.models import ElectingBody, Exemption, Mandate
from lms.people.office import in_office
from lms.records.kinds.trained import counting
from lms.records.models import RecordEntry
from lms.records.standing import is_standing
from lms.study_sessions.sharing.models import SessionUnit
from lms.study_sessions.states import COUNTED, Basis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from lms.study_sessions.models import StudySession


def bodies_in_order(session: Session, study_session: StudySession) -> Sequence[ElectingBody]:
    """The electing bodies of the term, in official order: there is no other order of units."""
    return session.scalars(
        select(ElectingBody).where(ElectingBody.term_id == study_session.term_id).order_by(ElectingBody.official_order)
    ).all()


def chosen_units(session: Session, study_session: StudySession) -> frozenset[int]:
    """The electing bodies that were chosen to take part; none means all."""
    chosen = select(SessionUnit.electing_body_id).where(SessionUnit.study_session_id == study_session.id)
    return frozenset(session.scalars(chosen))


def taking_part(session: Session, study_session: StudySession) -> Sequence[ElectingBody]:
    """The electing bodies that get places, in official order: those chosen, else all of the term."""
    chosen = chosen_units(session, study_session)
    return [body for body in bodies_in_order(session, study_session) if not chosen or body.id in chosen]


def weights(session: Session, study_session: StudySession, basis: Basis, *, as_at: date | None) -> Mapping[int, int]:
    """The weight of every electing body that takes part: its plan seats, or its deputies of a kind on a day."""
    bodies = taking_part(session, study_session)
    if basis not in COUNTED:
        return {body.id: body.plan_seats for body in bodies}
    if as_at is None:
        raise ValueError("deputies are counted on a day")
    counted = _by_body(session, study_session, as_at, *_conditions(basis, as_at))
    return {body.id: counted.get(body.id, 0) for body in bodies}


def in_office_by_body(session: Session, study_session: StudySession, as_at: date) -> Mapping[int, int]:
    """How many deputies of each electing body were in office on a day; a body with none is left out."""
    return _by_body(session, study_session, as_at)


def grassroots_by_body(session: Session, study_session: StudySession, as_at: date) -> Mapping[int, int]:
    """How many of them are from the grassroots."""
    return _by_body(session, study_session, as_at, Mandate.is_grassroots.is_(True))


def _by_body(
    session: Session, study_session: StudySession, as_at: date, *conditions: ColumnElement[bool]
) -> Mapping[int, int]:
    counted = session.execute(
        select(Mandate.electing_body_id, func.count())
        .where(
            Mandate.term_id == study_session.term_id,
            Mandate.id.in_(in_office(as_at, congress_id=study_session.congress_id)),
            *conditions,
        )
        .group_by(Mandate.electing_body_id)
    )
    return dict(counted.all())


def _conditions(basis: Basis, as_at: date) -> list[ColumnElement[bool]]:
    untrained: list[ColumnElement[bool]] = [Mandate.id.not_in(_trained(as_at)), Mandate.id.not_in(_exempt(as_at))]
    match basis:
        case Basis.NOT_YET_TRAINED:
            return untrained
        case Basis.NEW_NOT_YET_TRAINED:
            return [*untrained, Mandate.is_newly_elected.is_(True)]
        case Basis.GRASSROOTS_NOT_YET_TRAINED:
            return [*untrained, Mandate.is_grassroots.is_(True)]
        case _:
            return []


def _trained(as_at: date) -> Select[int]:
    """Mandates with a standing entry of a kind that counts as trained, through that day."""
    return select(RecordEntry.mandate_id).where(
        RecordEntry.kind_id.in_(counting()), is_standing(), RecordEntry.occurred_on <= as_at
    )


def _exempt(as_at: date) -> Select[int]:
    """Mandates whose last word on exemption (免训), effective by that day, exempts."""
    said = Exemption.__table__.c
    age = func.row_number().over(
        partition_by=said.mandate_id,
        order_by=(said.effective_on.desc(), said.recorded_at.desc(), said.id.desc()),
    )
    words = select(said.mandate_id, said.is_exempt, age.label("age")).where(said.effective_on <= as_at).subquery()
    return select(words.c.mandate_id).where(words.c.age == 1, words.c.is_exempt)
