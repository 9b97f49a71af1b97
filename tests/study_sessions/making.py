"""Study sessions to test with, and the people who act on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import lms.handlers  # noqa: F401  # News that a mandate ended must find its listeners.
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.study_sessions.models import Enrolment, Quota, SeatDay, StudySession
from lms.study_sessions.sharing.models import SessionApproval
from lms.study_sessions.states import Kind, PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import ElectingBody, Mandate, Term

MARCH_31, APRIL_2 = date(2026, 3, 31), date(2026, 4, 2)


def make_study_session(term: Term | None = None, **given: Any) -> StudySession:
    """A study session of three days, a fortnight after NOW, that is open for recommendations."""
    term = term or make_term()
    values: dict[str, Any] = {
        "congress_id": term.congress_id,
        "term_id": term.id,
        "kind": Kind.THEMATIC,
        "year": 2026,
        "number": None,
        "title": "第1期专题学习班",
        "arrival_on": date(2026, 3, 30),
        "starts_on": MARCH_31,
        "ends_on": APRIL_2,
        "venue": "北京",
        "places": 10,
        "state": State.RECOMMENDING,
        "created_at": NOW,
    }
    return saved(StudySession(**values | given))


def make_quota(
    study_session: StudySession, body: ElectingBody | None, places: int | None, *, grassroots_at_least: int = 0
) -> Quota:
    return saved(
        Quota(
            study_session_id=study_session.id,
            electing_body_id=body.id if body else None,
            places=places,
            grassroots_at_least=grassroots_at_least,
        )
    )


def make_approval(study_session: StudySession) -> SessionApproval:
    return saved(
        SessionApproval(
            study_session_id=study_session.id,
            number="代培〔2026〕3号",
            approved_on=date(2026, 3, 2),
            account_id=1,
            recorded_at=NOW,
        )
    )


def make_unit(term: Term, study_session: StudySession, *, places: int | None, deputies: int) -> list[Mandate]:
    """An electing body with a quota and some deputies in office."""
    body = make_electing_body(term)
    make_quota(study_session, body, places)
    return [make_mandate(body) for _ in range(deputies)]


def organizer(congress_id: int) -> Actor:
    return Actor.of(1, None, congress_id, (Grant(Role.ORGANIZER),))


def liaison(body: ElectingBody) -> Actor:
    return Actor.of(2, None, body.congress_id, (Grant(Role.LIAISON, body.id),))


def deputy_of(mandate: Mandate) -> Actor:
    """The deputy, who acts alone."""
    return Actor.of(5, mandate.person_id, mandate.congress_id, (Grant(Role.DEPUTY),))


def waiting(study_session: StudySession) -> list[int]:
    """The persons who wait, in the order in which they came."""
    statement = select(Enrolment.person_id).where(
        Enrolment.study_session_id == study_session.id, Enrolment.state == PlaceState.WAITING
    )
    db.session.rollback()
    return list(db.session.scalars(statement.order_by(Enrolment.applied_at, Enrolment.id)).all())


def common_pool_of(study_session: StudySession) -> Quota | None:
    db.session.rollback()
    pool = select(Quota).where(Quota.study_session_id == study_session.id, Quota.electing_body_id.is_(None))
    return db.session.scalars(pool).one_or_none()


def seated(study_session: StudySession) -> list[int]:
    """The persons who hold a seat, in the order in which they came."""
    statement = select(Enrolment.person_id).where(Enrolment.study_session_id == study_session.id, Enrolment.holds_seat)
    db.session.rollback()
    return list(db.session.scalars(statement.order_by(Enrolment.id)).all())


def days_of(person_id: int) -> Sequence[date]:
    db.session.rollback()
    return db.session.scalars(select(SeatDay.day).where(SeatDay.person_id == person_id).order_by(SeatDay.day)).all()


def enrolment_of(study_session: StudySession, mandate: Mandate) -> Enrolment:
    """The newest enrolment of a deputy here."""
    db.session.rollback()
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.study_session_id == study_session.id, Enrolment.mandate_id == mandate.id)
        .order_by(Enrolment.id.desc())
    ).first()


@dataclass(frozen=True)
class Deputy:
    """What a test of pages says of a deputy, in plain values: a request ends the session that rows hang on."""

    mandate_id: int
    mandate: str
    person_id: int
    name: str
    body_id: int
    unit: str
    unit_public_id: str


def deputies_of(mandates: Sequence[Mandate]) -> list[Deputy]:
    return [
        Deputy(
            each.id,
            str(each.public_id),
            each.person_id,
            each.person.name,
            each.electing_body_id,
            each.electing_body.name,
            str(each.electing_body.public_id),
        )
        for each in mandates
    ]


def enrolment_path(study_session_id: int, deputy: Deputy) -> str:
    """The address of a deputy's newest enrolment."""
    db.session.rollback()
    public_id = db.session.scalars(
        select(Enrolment.public_id)
        .where(Enrolment.study_session_id == study_session_id, Enrolment.mandate_id == deputy.mandate_id)
        .order_by(Enrolment.id.desc())
    ).first()
    return f"/enrolments/{public_id}"
