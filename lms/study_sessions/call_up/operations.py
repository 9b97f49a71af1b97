"""Calling up: drafted by the organizer, checked, and issued by the signature, all in one act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import local_date
from lms.core.database import transaction
from lms.notices import Link
from lms.notices.letters import drafting
from lms.notices.letters.models import LetterDraft
from lms.notices.letters.states import UNDER_WAY, DraftState
from lms.notices.letters.telling import tell_checkers, tell_signers
from lms.people.models import Term
from lms.study_sessions import seats
from lms.study_sessions.bookings.following import ask
from lms.study_sessions.bookings.stay import Stay
from lms.study_sessions.call_up import changing, plan, telling
from lms.study_sessions.call_up.models import CallUp
from lms.study_sessions.call_up.refusals import (
    AnswerTooLate,
    DraftUnderWay,
    HasBegunAlready,
    NobodyToTell,
    NothingChanges,
    NotToBeCalledUp,
    PlanChanged,
)
from lms.study_sessions.call_up.states import Change
from lms.study_sessions.operations.drafting import MOST_DAYS
from lms.study_sessions.refusals import DaysOutOfOrder, OtherTerm, PlaceDaysOutOfOrder, TooManyDays
from lms.study_sessions.states import State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.call_up.lines import Facts
    from lms.study_sessions.models import StudySession

PURPOSE = "study_sessions.call_up"

# A list that is open again keeps those it has confirmed; of one called off those who were told must hear it.
CALLED_UP_IN = frozenset({State.LIST_CONFIRMED, State.RECOMMENDING, State.CALLED_OFF})


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an organizer wants told, and changed. New days are read where it is postponed, a venue also where it moves."""

    change: Change = Change.NONE
    reason: str = ""
    arrival_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    venue: str | None = None
    bring: str = ""
    answer_by: date | None = None
    # The marks of warnings that were considered; None does not ask the table of clashes.
    considered: Collection[str] | None = None


def begin(study_session_id: int, wish: Wish, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Draft a call-up (拟稿); only those who may check it are told yet. Returns its public id.

    Raises:
        NotToBeCalledUp: the list was not confirmed, or the study session is closed out.
        DraftUnderWay: another call-up of it waits for check or signature.
        NobodyToTell: there is nothing to say and nothing to change.
        HasBegunAlready, NothingChanges, AnswerTooLate: the change, or the day to answer by, cannot be.
        DaysOutOfOrder, TooManyDays, PlaceDaysOutOfOrder, OtherTerm: the new days cannot be.
        DaysDoNotGo, ToConsider, LecturerLeftOut: see `bookings.following.ask`.
        NoLetterhead: nobody has said in whose name letters go out.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        _must_be_open(session, study_session)
        call_up = _drafted(study_session, wish)
        _must_be_possible(session, study_session, call_up, now)
        if wish.considered is not None and wish.change in (Change.POSTPONED, Change.MOVED):
            ask(session, study_session, stay_of(study_session, wish), considered=wish.considered)
        call_up.draft = drafting.begin(session, purpose=PURPOSE, title=study_session.title, actor=actor, now=now)
        if wish.change is Change.NONE and not plan.make(session, study_session, call_up).lines:
            raise NobodyToTell(title=study_session.title)
        session.add(call_up)
        session.flush()
        tell_checkers(session, call_up.draft, _page(call_up), actor=actor, now=now)
        return call_up.public_id


def stay_of(study_session: StudySession, wish: Wish) -> Stay:
    """How the study session would be held."""
    facts = plan.facts_of(study_session, _drafted(study_session, wish))
    return replace(
        Stay.of(study_session),
        arrival_on=facts.arrival_on,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        venue=facts.venue,
    )


def check(call_up_id: int, *, actor: Actor, now: datetime) -> None:
    """Pass it on to who signs (核稿), and let them know.

    Raises:
        OwnDraft, DraftMoved: see `lms.notices.letters.drafting.check`.
    """
    with transaction() as session:
        call_up = session.get_one(CallUp, call_up_id)
        draft = drafting.check(session, call_up.draft_id, actor=actor, now=now)
        tell_signers(session, draft, _page(call_up), actor=actor, now=now)


def sign(call_up_id: int, seen: str, *, actor: Actor, now: datetime) -> bool:
    """Sign it (签发): change what it changes, tell every deputy, number and send every letter, all or nothing.

    Returns whether this was the signature: of one that was signed before nothing is done again.

    Args:
        seen: the fingerprint of the plan that the signer looked at.

    Raises:
        PlanChanged: that is no longer what would happen.
        OwnDraft, DraftMoved: see `lms.notices.letters.drafting.sign`.
        HasBegunAlready, PlaceDaysOutOfOrder, OtherTerm: the change cannot be any more.
        NumberTaken, MoveNotAllowed: see `changing.apply`.
    """
    with transaction() as session:
        call_up = session.get_one(CallUp, call_up_id)
        study_session = seats.lock(session, call_up.study_session_id)
        draft = session.get_one(LetterDraft, call_up.draft_id, populate_existing=True)
        if draft.state is DraftState.SIGNED:
            return False
        if call_up.change is Change.POSTPONED:
            seats.lock_everyone(session, study_session)
        drafting.sign(session, draft.id, actor=actor, now=now)
        what = plan.make(session, study_session, call_up)
        if what.fingerprint != seen:
            raise PlanChanged
        _must_be_possible(session, study_session, call_up, now)
        changing.apply(session, study_session, call_up, what, actor=actor, now=now)
        facts = what.facts
        call_up.arrival_on, call_up.starts_on, call_up.ends_on = facts.arrival_on, facts.starts_on, facts.ends_on
        call_up.venue = facts.venue
        telling.issue(session, call_up, what, actor=actor, now=now)
    return True


def set_aside(call_up_id: int, *, actor: Actor, now: datetime) -> None:
    """Give a draft up; nobody was told, and nothing changes.

    Raises:
        DraftMoved: it was signed or set aside before.
    """
    with transaction() as session:
        drafting.set_aside(session, session.get_one(CallUp, call_up_id).draft_id, actor=actor, now=now)


def _page(call_up: CallUp) -> Link:
    return Link("call_up.show", {"public_id": call_up.public_id})


def _drafted(study_session: StudySession, wish: Wish) -> CallUp:
    is_postponed = wish.change is Change.POSTPONED
    may_move = wish.change in (Change.POSTPONED, Change.MOVED)
    return CallUp(
        study_session=study_session,
        change=wish.change,
        reason=wish.reason,
        arrival_on=(wish.arrival_on if is_postponed else None) or study_session.arrival_on,
        starts_on=(wish.starts_on if is_postponed else None) or study_session.starts_on,
        ends_on=(wish.ends_on if is_postponed else None) or study_session.ends_on,
        venue=wish.venue if may_move and wish.venue is not None else study_session.venue,
        bring=wish.bring,
        answer_by=wish.answer_by,
    )


def _must_be_open(session: Session, study_session: StudySession) -> None:
    if study_session.state not in CALLED_UP_IN:
        raise NotToBeCalledUp(title=study_session.title)
    under_way = (
        select(CallUp.id)
        .join(CallUp.draft)
        .where(CallUp.study_session_id == study_session.id, LetterDraft.state.in_(sorted(UNDER_WAY)))
    )
    if session.scalars(under_way).first() is not None:
        raise DraftUnderWay(title=study_session.title)


def _must_be_possible(session: Session, study_session: StudySession, call_up: CallUp, now: datetime) -> None:
    facts = plan.facts_of(study_session, call_up)
    if call_up.change is not Change.NONE and study_session.starts_on <= local_date(now):
        raise HasBegunAlready(title=study_session.title)
    same_days = (facts.arrival_on, facts.starts_on, facts.ends_on) == (
        study_session.arrival_on,
        study_session.starts_on,
        study_session.ends_on,
    )
    if call_up.change in (Change.POSTPONED, Change.MOVED) and same_days and facts.venue == study_session.venue:
        raise NothingChanges
    if call_up.change is Change.POSTPONED:
        _must_be_good_days(session, study_session, facts)
    if call_up.answer_by is not None and call_up.answer_by > facts.arrival_on:
        raise AnswerTooLate


def _must_be_good_days(session: Session, study_session: StudySession, facts: Facts) -> None:
    if not facts.arrival_on <= facts.starts_on <= facts.ends_on:
        raise DaysOutOfOrder
    if (facts.ends_on - facts.arrival_on).days >= MOST_DAYS:
        raise TooManyDays(days=MOST_DAYS)
    if max(study_session.stop_on or facts.arrival_on, study_session.cut_off_on or facts.arrival_on) > facts.arrival_on:
        raise PlaceDaysOutOfOrder
    term = session.get_one(Term, study_session.term_id)
    if facts.starts_on < term.starts_on or (term.ends_on is not None and facts.starts_on > term.ends_on):
        raise OtherTerm(title=study_session.title)
