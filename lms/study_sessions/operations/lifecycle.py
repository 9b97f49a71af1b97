"""The steps of a study session's life, each through the one table of moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.study_sessions import seats
from lms.study_sessions.bookings import following as bookings
from lms.study_sessions.models import Quota
from lms.study_sessions.operations.quotas import set_quotas
from lms.study_sessions.refusals import ListIsEmpty, MoveNotAllowed, QuotasDoNotAddUp
from lms.study_sessions.sharing import grassroots
from lms.study_sessions.sharing.approvals import must_be_approved
from lms.study_sessions.states import CALLED, MOVES, PlaceState, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import StudySession


def move(session: Session, study_session: StudySession, to: State, *, actor: Actor, now: datetime) -> None:
    """Take one step of the table of moves, in the caller's transaction. The study session must be locked.

    Raises:
        MoveNotAllowed: the table has no such step from here.
    """
    if to not in MOVES[study_session.state]:
        raise MoveNotAllowed(title=study_session.title)
    study_session.state = to
    audit.record(
        session,
        actor=actor,
        action=f"study_session.{to.value}",
        subject=("study_session", study_session.public_id),
        fields=("state",),
        now=now,
    )


def send_out_quotas(study_session_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the units see their places; an open study session gets one pool for all.

    Raises:
        NotApproved: no approval of the study session is recorded.
        QuotasDoNotAddUp: the quotas are not yet computed, or not for this number of places.
        MoveNotAllowed.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        _must_add_up(session, study_session)
        move(session, study_session, State.QUOTAS_OUT, actor=actor, now=now)
        must_be_approved(session, study_session)


def open_recommending(study_session_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the units recommend; also opens a confirmed list again, where those confirmed stay so.

    Raises:
        QuotasDoNotAddUp: the number of places was changed after they were shared out.
        MoveNotAllowed.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        _must_add_up(session, study_session)
        move(session, study_session, State.RECOMMENDING, actor=actor, now=now)


def confirm_list(study_session_id: int, *, actor: Actor, now: datetime) -> int:
    """Confirm everyone who is recommended, reviewed one by one or not, and close recommending.

    Returns how many were newly confirmed.

    Raises:
        ListIsEmpty: nobody holds a seat.
        HeldForGrassroots: others sit in places that are held for deputies from the grassroots.
        MoveNotAllowed.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        move(session, study_session, State.LIST_CONFIRMED, actor=actor, now=now)
        on_the_list = seats.live(session, study_session)
        if not on_the_list:
            raise ListIsEmpty(title=study_session.title)
        grassroots.must_hold(session, study_session, today=local_date(now))
        recommended = [each for each in on_the_list if each.state not in CALLED]
        seats.confirm(session, recommended, actor=actor, now=now)
        return len(recommended)


def call_off(study_session_id: int, reason: str, *, actor: Actor, now: datetime) -> int:
    """Call a study session off and free every seat and booking; returns how many seats. It cannot be undone.

    Raises:
        MoveNotAllowed: it is completed or was called off before.
    """
    with transaction() as session:
        return call_off_locked(session, seats.lock(session, study_session_id), reason, actor=actor, now=now)


def call_off_locked(session: Session, study_session: StudySession, reason: str, *, actor: Actor, now: datetime) -> int:
    """The same in the caller's transaction. The study session must be locked."""
    study_session.called_off_reason = reason
    move(session, study_session, State.CALLED_OFF, actor=actor, now=now)
    bookings.free(session, study_session, actor=actor, now=now)
    freed = len(seats.live(session, study_session))
    gone = seats.everyone(session, study_session)
    seats.leave(session, study_session, gone, PlaceState.RELEASED, actor=actor, now=now, reason=reason)
    return freed


def _must_add_up(session: Session, study_session: StudySession) -> None:
    """Quotas with a number add up to the places; pools without a number draw on the total and always fit.

    Where deputies apply themselves there is one pool for all, laid here for as many places as there are now.
    """
    if study_session.is_open:
        set_quotas(session, study_session, {None: study_session.places})
        session.flush()
    pools = session.scalars(select(Quota.places).where(Quota.study_session_id == study_session.id)).all()
    shared = sum(places for places in pools if places is not None)
    draws_on_total = any(places is None for places in pools)
    if not draws_on_total and shared != study_session.places:
        raise QuotasDoNotAddUp(shared=shared, places=study_session.places)
