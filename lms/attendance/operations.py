"""Signing people in by name, and closing a study session out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from lms import audit
from lms.attendance.models import SignIn, StudySessionCompletion
from lms.attendance.queries import Participant, participants
from lms.attendance.refusals import DayToCome, ListNotConfirmed, NotADayOfStudy, NotOnTheList, NotOver
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import N_
from lms.notices.operations import Link, tell
from lms.records.posting import Fact, post_for_person
from lms.study_sessions import seats
from lms.study_sessions.operations.lifecycle import move
from lms.study_sessions.states import State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import StudySession

ENTRY_KIND = "study_session_completion"
COMPLETED = N_("You have completed “%(title)s”. It is entered in your performance record.")


def sign_in(
    study_session_id: int,
    day: date,
    *,
    arrived: Collection[uuid.UUID],
    taken_back: Collection[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Mark people as present on a day, and take marks back that were made by mistake.

    Only what changed is told, so that two people at two tables do not undo each other's marks.

    Args:
        study_session_id: the study session.
        day: one of its days of study, today or before.
        arrived: public ids of the enrolments of those who are there.
        taken_back: public ids of those who were marked by mistake.
        actor: who records it.
        now: the instant.

    Raises:
        ListNotConfirmed, NotADayOfStudy, DayToCome, NotOnTheList.
    """
    with transaction() as session:
        study_session = _with_list(session, study_session_id)
        _must_be_a_day(study_session, day, now)
        on_list = {each.enrolment.public_id: each for each in participants(session, study_session)}
        if not on_list.keys() >= {*arrived, *taken_back}:
            raise NotOnTheList
        new = [on_list[each].enrolment.id for each in arrived if day not in on_list[each].days]
        session.add_all(
            SignIn(
                study_session_id=study_session.id,
                enrolment_id=each,
                day=day,
                recorded_by=actor.account_id,
                recorded_at=now,
            )
            for each in sorted(new)
        )
        gone = [on_list[each].enrolment.id for each in taken_back]
        session.execute(delete(SignIn).where(SignIn.enrolment_id.in_(gone), SignIn.day == day))
        for action, ids in (("sign_in.recorded", arrived), ("sign_in.taken_back", taken_back)):
            for each in ids:
                audit.record(session, actor=actor, action=action, subject=("enrolment", each), fields=("day",), now=now)


def close_out(study_session_id: int, *, excused: Mapping[uuid.UUID, str], actor: Actor, now: datetime) -> int:
    """End a study session: who was there every day has completed it, and whom the organizer excuses with a reason.

    Each completion is entered in the performance record in the same transaction. It can not be undone; a mistake is
    corrected in the record, by an entry that supersedes.

    Returns:
        How many have completed it.

    Raises:
        ListNotConfirmed: there is no confirmed list, or it was closed out before.
        NotOver: its last day is still to come.
        NotOnTheList: somebody excused is not on the list.
    """
    with transaction() as session:
        study_session = _with_list(session, study_session_id)
        if local_date(now) < study_session.ends_on:
            raise NotOver(title=study_session.title, day=study_session.ends_on.isoformat())
        everyone = participants(session, study_session)
        if not {each.enrolment.public_id for each in everyone}.issuperset(excused):
            raise NotOnTheList
        move(session, study_session, State.COMPLETED, actor=actor, now=now)
        ended = [
            _end_for(session, study_session, each, excused.get(each.enrolment.public_id, ""), actor=actor, now=now)
            for each in everyone
        ]
        return sum(ended)


def completes(participant: Participant, study_session: StudySession, reason: str) -> bool:
    """The rule: signed in on every day of study, or excused by the organizer with a reason."""
    return participant.was_always_there(study_session.study_days) or bool(reason.strip())


def _end_for(
    session: Session, study_session: StudySession, participant: Participant, reason: str, *, actor: Actor, now: datetime
) -> bool:
    enrolment, held = participant.enrolment, study_session.study_days
    is_completed = completes(participant, study_session, reason)
    completion = StudySessionCompletion(
        study_session_id=study_session.id,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        is_completed=is_completed,
        days_present=len(participant.days.intersection(held)),
        days_held=len(held),
        reason="" if participant.was_always_there(held) else reason.strip(),
        effective_on=study_session.ends_on,
        recorded_at=now,
        recorded_by=actor.account_id,
    )
    session.add(completion)
    # A staff member has a place without a mandate, and no record.
    if is_completed and enrolment.mandate_id is not None:
        _enter(session, study_session, enrolment.person_id, now)
    return is_completed


def _enter(session: Session, study_session: StudySession, person_id: int, now: datetime) -> None:
    fact = Fact(
        kind=ENTRY_KIND,
        occurred_on=study_session.ends_on,
        source_key=f"study_session:{study_session.public_id}",
        payload={
            "title": study_session.title,
            "study_session_kind": study_session.kind.value,
            "year": study_session.year,
            "number": study_session.number,
            "starts_on": study_session.starts_on.isoformat(),
            "ends_on": study_session.ends_on.isoformat(),
        },
    )
    if post_for_person(session, person_id=person_id, fact=fact, now=now):
        tell(
            session,
            person_id=person_id,
            congress_id=study_session.congress_id,
            kind="attendance.completed",
            template=COMPLETED,
            params={"title": study_session.title},
            link=Link("records.mine"),
            now=now,
        )


def _with_list(session: Session, study_session_id: int) -> StudySession:
    study_session = seats.lock(session, study_session_id)
    if study_session.state is not State.LIST_CONFIRMED:
        raise ListNotConfirmed(title=study_session.title)
    return study_session


def _must_be_a_day(study_session: StudySession, day: date, now: datetime) -> None:
    if day not in study_session.study_days:
        raise NotADayOfStudy(title=study_session.title, day=day.isoformat())
    if day > local_date(now):
        raise DayToCome(day=day.isoformat())
