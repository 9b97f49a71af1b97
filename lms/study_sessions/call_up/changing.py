"""What a signed call-up changes of its study session, under the study session's lock and through the boundary of seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.study_sessions import seats
from lms.study_sessions.bookings.following import follow
from lms.study_sessions.bookings.stay import Stay
from lms.study_sessions.call_up.states import Change
from lms.study_sessions.operations.lifecycle import call_off_locked
from lms.study_sessions.refusals import NumberTaken
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.call_up.lines import Plan
    from lms.study_sessions.call_up.models import CallUp
    from lms.study_sessions.models import StudySession


def apply(
    session: Session, study_session: StudySession, call_up: CallUp, plan: Plan, *, actor: Actor, now: datetime
) -> None:
    """Let the change hold. The study session, and for new days its people, must be locked.

    Raises:
        NumberTaken: in the new year another study session of the kind has the number.
        MoveNotAllowed: it cannot be called off any more.
        NotFree, LecturerLeftOut: what is booked cannot follow.
    """
    before = Stay.of(study_session)
    if call_up.change is Change.CALLED_OFF:
        call_off_locked(session, study_session, call_up.reason, actor=actor, now=now)
    if call_up.change in (Change.MOVED, Change.POSTPONED):
        study_session.venue = plan.facts.venue
    if call_up.change is Change.POSTPONED:
        _postpone(session, study_session, plan, actor=actor, now=now)
    if call_up.change in (Change.MOVED, Change.POSTPONED):
        fields = ["venue"] if call_up.change is Change.MOVED else ["arrival_on", "ends_on", "starts_on", "venue"]
        subject = ("study_session", study_session.public_id)
        audit.record(session, actor=actor, action="study_session.edited", subject=subject, fields=fields, now=now)
        # The table of clashes was asked when the change was drafted; here only what somebody took since is refused.
        follow(session, study_session, before, considered=None, actor=actor, now=now)


def _postpone(session: Session, study_session: StudySession, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """New days for everyone who can; who has a place elsewhere then gives up the one here, and it passes on."""
    facts = plan.facts
    refusal = NumberTaken(number=study_session.number, year=facts.starts_on.year)
    study_session.arrival_on, study_session.starts_on = facts.arrival_on, facts.starts_on
    study_session.ends_on, study_session.year = facts.ends_on, facts.starts_on.year
    try:
        session.flush()
    except IntegrityError as error:
        raise refusal from error
    if plan.clashing:
        to = PlaceState.RELEASED
        seats.leave(session, study_session, plan.clashing, to, actor=actor, now=now, reason=facts.reason)
    seats.move_days(session, study_session, now=now)
