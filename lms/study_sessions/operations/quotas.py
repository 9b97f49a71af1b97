"""Sharing out the places: by computation, and by hand with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.i18n import format_day, gettext
from lms.study_sessions import seats
from lms.study_sessions.history import QuotaMove
from lms.study_sessions.models import Quota
from lms.study_sessions.refusals import (
    IsOpen,
    MoveNotAllowed,
    NoFixedQuota,
    NothingToHandBack,
    PlacesInUse,
    RecommendingClosed,
    StopDayPassed,
)
from lms.study_sessions.seats import pools
from lms.study_sessions.sharing import grassroots, worksheet_json
from lms.study_sessions.sharing.apportionment import apportion, hold_for_grassroots
from lms.study_sessions.sharing.basis import grassroots_by_body, taking_part, weights
from lms.study_sessions.sharing.models import ApportionmentRun
from lms.study_sessions.sharing.refusals import PlacesHeld
from lms.study_sessions.sharing.worksheet import Method
from lms.study_sessions.staff.refusals import CountsDeputies
from lms.study_sessions.states import COUNTED, FILLING, FOR_STAFF, Basis, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.study_sessions.models import StudySession
    from lms.study_sessions.sharing.worksheet import Worksheet

SHARING = frozenset({State.DRAFT, State.QUOTAS_OUT})
MOVING = SHARING | {State.RECOMMENDING}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By what places are shared. `as_at` is the day whose deputies count, for the bases that count deputies.

    `grassroots` of the places are held for deputies from the grassroots, where units have so many in office: on that
    day, else on the day of the computation (`today`).
    """

    basis: Basis
    as_at: date | None = None
    method: Method = Method.LARGEST_REMAINDER
    minimum: int = 0
    reserve: int = 0
    grassroots: int = 0


def propose(session: Session, study_session: StudySession, terms: Terms, *, today: date) -> Worksheet | None:
    """The worksheet that these terms give; None where nothing is computed. Writes nothing.

    Raises:
        CountsDeputies: places for staff were to be shared by the number of deputies, or held for some of them.
        NothingToShareBy, MinimumTooHigh, ReserveTooHigh, TooManyForTheGrassroots: see `apportion`.
    """
    _must_suit(study_session, terms)
    if terms.basis is Basis.SHARED:
        return None
    return _worksheets(session, study_session, terms, (terms.method,), today)[terms.method]


def compare(session: Session, study_session: StudySession, terms: Terms, *, today: date) -> Mapping[Method, Worksheet]:
    """What each method makes of the same terms; nothing where nothing is computed. Raises as `propose`."""
    _must_suit(study_session, terms)
    if terms.basis is Basis.SHARED:
        return {}
    return _worksheets(session, study_session, terms, tuple(Method), today)


def _must_suit(study_session: StudySession, terms: Terms) -> None:
    if study_session.is_for_staff and (terms.basis not in FOR_STAFF or terms.grassroots):
        raise CountsDeputies(title=study_session.title)


def _worksheets(
    session: Session, study_session: StudySession, terms: Terms, methods: tuple[Method, ...], today: date
) -> dict[Method, Worksheet]:
    basis = weights(session, study_session, terms.basis, as_at=terms.as_at)
    able = grassroots_by_body(session, study_session, terms.as_at or today) if terms.grassroots else {}
    return {
        method: hold_for_grassroots(
            apportion(
                basis,
                places=study_session.places,
                official_order=list(basis),
                method=method,
                minimum=terms.minimum,
                reserve=terms.reserve,
            ),
            terms.grassroots,
            able,
        )
        for method in methods
    }


def apply_apportionment(study_session_id: int, terms: Terms, *, actor: Actor, now: datetime) -> None:
    """Share out the places by these terms and keep the worksheet; what was shared out before is replaced.

    Raises:
        MoveNotAllowed: units recommend already; places can still be moved one by one.
        IsOpen: deputies apply themselves, so there is one pool for all.
        CountsDeputies: places for staff were to be shared by the number of deputies, or held for some of them.
        NothingToShareBy, MinimumTooHigh, ReserveTooHigh, TooManyForTheGrassroots: see `apportion`.
    """
    with transaction() as session:
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in SHARING:
            raise MoveNotAllowed(title=study_session.title)
        if study_session.is_open:
            raise IsOpen(title=study_session.title)
        worksheet = propose(session, study_session, terms, today=local_date(now))
        held = {share.body_id: share.grassroots for share in worksheet.shares} if worksheet else {}
        set_quotas(session, study_session, _pools(session, study_session, worksheet), held)
        run = ApportionmentRun(
            study_session_id=study_session.id,
            basis=terms.basis,
            as_at=terms.as_at if terms.basis in COUNTED else None,
            worksheet=worksheet_json.as_json(worksheet) if worksheet else None,
            account_id=actor.account_id,
            applied_at=now,
        )
        session.add(run)
        audit.record(
            session,
            actor=actor,
            action="study_session.apportioned",
            subject=("study_session", study_session.public_id),
            fields=("quotas",),
            now=now,
        )


def move_places(from_quota_id: int, to_quota_id: int, places: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Move places from one pool of a study session to another; the total stays, and nobody loses a seat.

    Raises:
        MoveNotAllowed: the list is confirmed, or the study session over.
        NoFixedQuota: one of the pools has no number.
        PlacesInUse: the first pool has fewer free places.
        PlacesHeld: what is free of it is held for deputies from the grassroots.
    """
    with transaction() as session:
        study_session_id = session.scalars(select(Quota.study_session_id).where(Quota.id == from_quota_id)).one()
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in MOVING:
            raise MoveNotAllowed(title=study_session.title)
        giving, getting = (_read_anew(session, study_session, each) for each in (from_quota_id, to_quota_id))
        if giving.places is None or getting.places is None or giving.seats_left is None:
            raise NoFixedQuota
        if places > giving.seats_left:
            raise PlacesInUse(unit=_name(giving), left=max(0, giving.seats_left))
        open_to_others = grassroots.open_to_others(session, study_session, giving, today=local_date(now))
        if open_to_others is not None and places > open_to_others:
            raise PlacesHeld(unit=_name(giving), places=giving.places, held=giving.grassroots_at_least)
        pools.shift(
            session, study_session, giving=giving, getting=getting, places=places, reason=reason, actor=actor, now=now
        )
        seats.fill(session, study_session, now=now)


def hand_back(quota_id: int, places: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Give a unit's free places back to the common pool, where the next in line gets them; held ones are held no longer.

    Raises:
        RecommendingClosed: units do not recommend yet, or the study session is over.
        StopDayPassed: nobody would get them any more.
        NoFixedQuota: the units draw on the common total.
        NothingToHandBack: fewer places are free.
    """
    with transaction() as session:
        study_session_id = session.scalars(select(Quota.study_session_id).where(Quota.id == quota_id)).one()
        study_session = seats.lock(session, study_session_id)
        if study_session.state not in FILLING:
            raise RecommendingClosed(title=study_session.title)
        if local_date(now) > study_session.stops_on:
            raise StopDayPassed(day=format_day(study_session.stops_on))
        giving = _read_anew(session, study_session, quota_id)
        if giving.places is None or giving.seats_left is None or giving.electing_body_id is None:
            raise NoFixedQuota
        if places > giving.seats_left:
            raise NothingToHandBack(unit=_name(giving), left=max(0, giving.seats_left))
        getting = pools.common_pool(session, study_session)
        grassroots.hand_back(session, giving, places)
        pools.shift(
            session, study_session, giving=giving, getting=getting, places=places, reason=reason, actor=actor, now=now
        )
        seats.fill(session, study_session, now=now)


def _read_anew(session: Session, study_session: StudySession, quota_id: int) -> Quota:
    """A pool of this study session, with its count as it is under the lock."""
    return session.scalars(
        select(Quota)
        .where(Quota.id == quota_id, Quota.study_session_id == study_session.id)
        .execution_options(populate_existing=True)
    ).one()


def _name(quota: Quota) -> str:
    return quota.electing_body.name if quota.electing_body else gettext("The common pool")


def _pools(
    session: Session, study_session: StudySession, worksheet: Worksheet | None
) -> Mapping[int | None, int | None]:
    """Places by electing body; the reserve stands under None. Without a worksheet nobody has a limit of their own."""
    if worksheet is None:
        return {body.id: None for body in taking_part(session, study_session)}
    return {None: worksheet.reserve} | {share.body_id: share.places for share in worksheet.shares}


def set_quotas(
    session: Session,
    study_session: StudySession,
    pools: Mapping[int | None, int | None],
    held: Mapping[int, int] | None = None,
) -> None:
    """Lay the pools anew: places by electing body, the common pool under None. Nobody may hold a seat yet.

    Args:
        held: how many of a body's places are held for deputies from the grassroots; none where it is not named.
    """
    old = {
        quota.electing_body_id: quota
        for quota in session.scalars(select(Quota).where(Quota.study_session_id == study_session.id))
    }
    for body_id, places in pools.items():
        quota = old.get(body_id) or Quota(study_session_id=study_session.id, electing_body_id=body_id)
        quota.places = places
        quota.grassroots_at_least = 0 if body_id is None else (held or {}).get(body_id, 0)
        session.add(quota)
    for body_id in old.keys() - pools.keys():
        _give_up(session, old[body_id])


def _give_up(session: Session, quota: Quota) -> None:
    """Take a pool away; one that places were moved from or to stays, empty, for the history names it."""
    moves = select(QuotaMove.id).where((QuotaMove.from_quota_id == quota.id) | (QuotaMove.to_quota_id == quota.id))
    if session.scalars(moves.limit(1)).first() is None:
        session.delete(quota)
    else:
        quota.places, quota.grassroots_at_least = 0, 0
