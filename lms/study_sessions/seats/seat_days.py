"""One live seat per person and day, across all study sessions.

Two study sessions lock two different rows, so the person is locked as well, and a primary key is the last guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from lms.people.models import Congress, Person
from lms.study_sessions.models import Enrolment, SeatDay, StudySession
from lms.study_sessions.refusals import SeatClash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session


_PEOPLE = (
    select(Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Person.id)
    .with_for_update(key_share=True)
)
_INSERT = insert(SeatDay)


def lock_people(session: Session, person_ids: Iterable[int]) -> None:
    """Let nobody else write these people's seat days until the transaction ends.

    `FOR NO KEY UPDATE` does not stand in the way of rows elsewhere that merely refer to the person.
    """
    session.execute(_PEOPLE, {"people": sorted(set(person_ids))})


def occupy(session: Session, study_session: StudySession, enrolments: Sequence[Enrolment]) -> None:
    """Write the seat days of people who hold a seat in the study session, which must be locked.

    Raises:
        SeatClash: one of them has a seat elsewhere on one of the days.
    """
    lock_people(session, [enrolment.person_id for enrolment in enrolments])
    for enrolment in enrolments:
        days = [
            {"person_id": enrolment.person_id, "day": day, "enrolment_id": enrolment.id}
            for day in study_session.seat_days
        ]
        try:
            # In a savepoint, so that PostgreSQL can still be asked who has the seat.
            with session.begin_nested():
                session.execute(_INSERT, days)
        except IntegrityError as error:
            other = _elsewhere(session, study_session, enrolment.person_id) or ""
            raise SeatClash(name=enrolment.person.name, other=other) from error


def must_be_free(session: Session, study_session: StudySession, enrolment: Enrolment) -> None:
    """Refuse somebody whose days, which must be locked, are taken.

    Raises:
        SeatClash: the person has a seat elsewhere on one of the days.
    """
    other = _elsewhere(session, study_session, enrolment.person_id)
    if other is not None:
        raise SeatClash(name=enrolment.person.name, other=other)


def vacate(session: Session, enrolments: Sequence[Enrolment]) -> None:
    """Free the seat days of people who leave, whose study session must be locked."""
    ids = [enrolment.id for enrolment in enrolments]
    lock_people(session, [enrolment.person_id for enrolment in enrolments])
    session.execute(delete(SeatDay).where(SeatDay.enrolment_id.in_(ids)))


def move(session: Session, study_session: StudySession, enrolments: Sequence[Enrolment]) -> None:
    """Lay everyone's seat days anew after the study session's dates changed. It must be locked.

    Raises:
        SeatClash: someone has a seat elsewhere on one of the new days.
    """
    vacate(session, enrolments)
    occupy(session, study_session, enrolments)


def _elsewhere(session: Session, study_session: StudySession, person_id: int) -> str | None:
    """What to call the study session that has the seat; one of another congress is named by its congress alone."""
    found = session.execute(
        select(StudySession.title, StudySession.congress_id, Congress.name)
        .join(Congress, Congress.id == StudySession.congress_id)
        .join(Enrolment, Enrolment.study_session_id == StudySession.id)
        .join(SeatDay, SeatDay.enrolment_id == Enrolment.id)
        .where(
            SeatDay.person_id == person_id,
            SeatDay.day.in_(study_session.seat_days),
            StudySession.id != study_session.id,
        )
        .order_by(SeatDay.day)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    title, congress_id, congress_name = found
    return title if congress_id == study_session.congress_id else congress_name
