"""Making a study session and changing what it says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.core.i18n import format_day
from lms.people.models import Term
from lms.people.queries import runs_on
from lms.study_sessions import seats
from lms.study_sessions.bookings.following import follow
from lms.study_sessions.bookings.stay import Stay
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.quotas import set_quotas
from lms.study_sessions.refusals import (
    AdmittingIsFixed,
    DaysOutOfOrder,
    MoveNotAllowed,
    NoTerm,
    NumberTaken,
    OpenOrNotIsFixed,
    OtherTerm,
    PlaceDaysOutOfOrder,
    QuotasAreOut,
    TooManyDays,
)
from lms.study_sessions.seats import pools
from lms.study_sessions.staff.refusals import AudienceIsFixed, StaffAreSent
from lms.study_sessions.states import FILLING, OPEN, Audience, Kind, State

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

# Each participant gets a row for every day.
MOST_DAYS = 100


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an organizer says of a study session. Its year is that of the first day."""

    kind: Kind
    number: int | None
    title: str
    theme: str
    arrival_on: date
    starts_on: date
    ends_on: date
    recommend_until: date | None
    venue: str
    places: int
    cut_off_on: date | None = None
    stop_on: date | None = None
    organized_by: str = ""
    hosted_by: str = ""
    is_open: bool = False
    audience: Audience = Audience.DEPUTIES
    fills_by_itself: bool = False
    admits_below: bool = False


def create(draft: Draft, *, actor: Actor, now: datetime, considered: Collection[str] | None = None) -> uuid.UUID:
    """Make a study session in the actor's congress, as a draft; returns its public id.

    A venue that planning lists is booked. `considered` are the marks of warnings that were considered; see
    `bookings.following.follow`, also for what it refuses.

    Raises:
        StaffAreSent: it was to be for staff and open.
        DaysOutOfOrder: the days do not follow one another.
        TooManyDays: they are more than `MOST_DAYS`.
        PlaceDaysOutOfOrder: cut-off day, stop day and arrival do not follow one another.
        NoTerm: the congress has no term then.
        NumberTaken: the year's number is in use for this kind.
    """
    with transaction() as session:
        return add(session, draft, actor=actor, now=now, considered=considered).public_id


def add(
    session: Session, draft: Draft, *, actor: Actor, now: datetime, considered: Collection[str] | None = None
) -> StudySession:
    """Make a study session in the caller's transaction; raises as `create`."""
    _must_be_in_order(draft)
    study_session = StudySession(
        congress_id=actor.congress_id,
        term_id=_term_on(session, actor.congress_id, draft.starts_on),
        created_at=now,
    )
    _say(study_session, draft)
    session.add(study_session)
    _flush(session, draft)
    follow(session, study_session, None, considered=considered, actor=actor, now=now)
    _record(session, study_session, "created", [each.name for each in fields(Draft)], actor=actor, now=now)
    return study_session


def edit(
    study_session_id: int, draft: Draft, *, actor: Actor, now: datetime, considered: Collection[str] | None = None
) -> None:
    """Change what a study session says. New days move the seats of everyone on its list, or nobody's.

    Its bookings follow; `considered` and what is refused of them: see `bookings.following.follow`.

    Raises:
        StaffAreSent, DaysOutOfOrder, TooManyDays, PlaceDaysOutOfOrder, NoTerm, NumberTaken: as for `create`.
        OpenOrNotIsFixed, AdmittingIsFixed, AudienceIsFixed: who can come, and how, was to change after the draft.
        OtherTerm: the new days are in another term, whose electing bodies are others.
        MoveNotAllowed: it is completed or called off.
        QuotasAreOut: there were to be fewer places after units began to recommend. More go to the common pool.
        SeatClash: someone on the list has a place elsewhere on a new day.
    """
    _must_be_in_order(draft)
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in OPEN:
            raise MoveNotAllowed(title=study_session.title)
        more = draft.places - study_session.places if study_session.state in FILLING else 0
        if more < 0:
            raise QuotasAreOut
        _settle(session, study_session, draft)
        days, before = study_session.seat_days, Stay.of(study_session)
        if _term_on(session, study_session.congress_id, draft.starts_on) != study_session.term_id:
            raise OtherTerm(title=study_session.title)
        changed = _say(study_session, draft)
        _flush(session, draft)
        pools.add(session, study_session, more)
        if study_session.seat_days != days:
            seats.move_days(session, study_session, now=now)
        elif changed:
            seats.fill(session, study_session, now=now)
        follow(session, study_session, before, considered=considered, actor=actor, now=now)
        if changed:
            _record(session, study_session, "edited", changed, actor=actor, now=now)


def _settle(session: Session, study_session: StudySession, draft: Draft) -> None:
    """Who can come, and how, is settled with the draft; places that were shared out among others are taken back."""
    if study_session.state is State.DRAFT:
        if draft.audience is not study_session.audience:
            set_quotas(session, study_session, {})
        return
    if draft.is_open != study_session.is_open:
        raise OpenOrNotIsFixed(title=study_session.title)
    if draft.admits_below != study_session.admits_below:
        raise AdmittingIsFixed(title=study_session.title)
    if draft.audience is not study_session.audience:
        raise AudienceIsFixed(title=study_session.title)


def _must_be_in_order(draft: Draft) -> None:
    if draft.is_open and draft.audience is Audience.STAFF:
        raise StaffAreSent
    if not draft.arrival_on <= draft.starts_on <= draft.ends_on:
        raise DaysOutOfOrder
    if (draft.ends_on - draft.arrival_on).days >= MOST_DAYS:
        raise TooManyDays(days=MOST_DAYS)
    stop_on = draft.stop_on or draft.arrival_on
    if (draft.cut_off_on or stop_on) > stop_on or stop_on > draft.arrival_on:
        raise PlaceDaysOutOfOrder


def _say(study_session: StudySession, draft: Draft) -> list[str]:
    """Put the draft into the row; returns the names of the fields that changed."""
    names = [each.name for each in fields(Draft)]
    changed = [name for name in names if getattr(study_session, name) != getattr(draft, name)]
    for name in changed:
        setattr(study_session, name, getattr(draft, name))
    study_session.year = draft.starts_on.year
    return changed


def _term_on(session: Session, congress_id: int, day: date) -> int:
    term_id = session.scalars(
        select(Term.id).where(Term.congress_id == congress_id, runs_on(day)).order_by(Term.starts_on.desc())
    ).first()
    if term_id is None:
        raise NoTerm(day=format_day(day))
    return term_id


def _flush(session: Session, draft: Draft) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise NumberTaken(number=draft.number, year=draft.starts_on.year) from error


def _record(
    session: Session, study_session: StudySession, verb: str, changed: list[str], *, actor: Actor, now: datetime
) -> None:
    subject = ("study_session", study_session.public_id)
    audit.record(session, actor=actor, action=f"study_session.{verb}", subject=subject, fields=sorted(changed), now=now)
