"""Closing a study session out: who completed it, and the entries in their records, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.attendance.models import Completion
from lms.attendance.presence import ABSENT, presence_of
from lms.attendance.refusals import NotOverYet
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import N_, format_day
from lms.notices.operations import Link, tell
from lms.people.models import Congress
from lms.records.posting import Fact, PersonFact, post_for_people
from lms.study_sessions import seats
from lms.study_sessions.operations import lifecycle
from lms.study_sessions.seats.levels import deputies_of
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import Enrolment, StudySession

ENTRY_KIND = "study_session_completion"
COMPLETED = N_("You have completed “%(title)s”. It is entered in your performance record.")


def close_out(study_session_id: int, *, actor: Actor, now: datetime) -> int:
    """Complete a study session; returns how many participants completed it. A second time changes nothing.

    Each who completed gets one entry per mandate held on the last day and is told of it, in the same transaction.
    It cannot be undone: a mistake is corrected in the record, by an entry that supersedes.

    Raises:
        NotOverYet: its last day is still to come.
        MoveNotAllowed: its list is not confirmed, or it was called off.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state is State.COMPLETED:
            return _completed(session, study_session)
        if local_date(now) < study_session.ends_on:
            raise NotOverYet(title=study_session.title, day=format_day(study_session.ends_on))
        lifecycle.move(session, study_session, State.COMPLETED, actor=actor, now=now)
        presence = presence_of(session, study_session)
        completed = [
            enrolment
            for enrolment in seats.live(session, study_session)
            if presence.get(enrolment.id, ABSENT).is_enough(study_session.study_days)
        ]
        _complete(session, study_session, completed, now=now)
        return _completed(session, study_session)


def _complete(session: Session, study_session: StudySession, completed: list[Enrolment], *, now: datetime) -> None:
    session.add_all(
        Completion(
            study_session_id=study_session.id,
            enrolment_id=enrolment.id,
            completed_on=study_session.ends_on,
            recorded_at=now,
        )
        for enrolment in completed
    )
    session.flush()
    # A staff member has a place without a mandate, and no record.
    homes = deputies_of(session, [enrolment.id for enrolment in completed])
    said = {home: _fact(session, study_session, home) for home in set(homes.values())}
    facts = [PersonFact(person_id, said[home]) for person_id, home in homes.items()]
    for person_id in post_for_people(session, facts, now=now):
        tell(
            session,
            person_id=person_id,
            congress_id=homes[person_id],
            kind="attendance.completed",
            template=COMPLETED,
            params={"title": study_session.title},
            link=Link("records.mine"),
            now=now,
        )


def _fact(session: Session, study_session: StudySession, home: int) -> Fact:
    """What is entered for deputies of a congress; of one below, the title names who held the study session."""
    public_id, title = str(study_session.public_id), study_session.title
    if home != study_session.congress_id:
        title = f"{title} · {session.get_one(Congress, study_session.congress_id).name}"
    return Fact(
        kind=ENTRY_KIND,
        occurred_on=study_session.ends_on,
        source_key=f"study_session:{public_id}",
        payload={
            "title": title,
            "study_session": public_id,
            "starts_on": study_session.starts_on.isoformat(),
            "ends_on": study_session.ends_on.isoformat(),
        },
    )


def _completed(session: Session, study_session: StudySession) -> int:
    counted = select(func.count(Completion.id)).where(Completion.study_session_id == study_session.id)
    return session.scalar(counted) or 0
