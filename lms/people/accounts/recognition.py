"""From a token to an actor, in one statement: the hottest path of the house. It knows no request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from lms.core.database import UtcInstant, db
from lms.core.hot_statements import HotSelect
from lms.core.permissions import Actor, Grant, Role
from lms.people.accounts import acting, login_sessions
from lms.people.accounts.models import Account, ActingFor, Duty, GrantState, LoginSession, RoleGrant, Stage
from lms.people.models import Mandate, MandateStatus

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Login:
    """The login session of this request, however far it has come."""

    id: int
    account_id: int
    stage: Stage
    congress_id: int | None
    last_seen_at: datetime
    acting_until: datetime | None


class _Known(NamedTuple):
    """What is known of a token: a row for each pair of role and mandate."""

    id: int
    account_id: int
    congress_id: int | None
    stage: Stage
    last_seen_at: datetime
    idle_seconds: int
    second_factor_at: datetime | None
    person_id: int | None
    duty: Duty
    is_demonstration: bool
    role: Role | None
    electing_body_id: int | None
    status: MandateStatus | None
    mandate_body_id: int | None
    acting_person_id: int | None
    acting_body_id: int | None
    acting_until: datetime | None


# Built once: login session, account, roles, acting and mandates; one row for each pair of role and mandate.
_STATEMENT = HotSelect(
    select(
        LoginSession.id,
        LoginSession.account_id,
        LoginSession.congress_id,
        LoginSession.stage,
        LoginSession.last_seen_at,
        LoginSession.idle_seconds,
        LoginSession.second_factor_at,
        Account.person_id,
        Account.duty,
        Account.is_demonstration,
        RoleGrant.role,
        RoleGrant.electing_body_id,
        Mandate.status,
        Mandate.electing_body_id.label("mandate_body_id"),
        ActingFor.person_id.label("acting_person_id"),
        ActingFor.electing_body_id.label("acting_body_id"),
        ActingFor.expires_at.label("acting_until"),
    )
    .select_from(LoginSession)
    .join(Account, Account.id == LoginSession.account_id)
    .outerjoin(
        RoleGrant,
        and_(
            RoleGrant.account_id == Account.id,
            RoleGrant.congress_id == LoginSession.congress_id,
            RoleGrant.state == GrantState.GRANTED,
        ),
    )
    .outerjoin(
        ActingFor,
        and_(
            ActingFor.login_session_id == LoginSession.id,
            ActingFor.ended_at.is_(None),
            ActingFor.expires_at > bindparam("now", type_=UtcInstant),
        ),
    )
    .outerjoin(
        Mandate,
        and_(
            Mandate.person_id == func.coalesce(ActingFor.person_id, Account.person_id),
            Mandate.congress_id == LoginSession.congress_id,
        ),
    )
    .where(
        LoginSession.token_digest == bindparam("digest"),
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > bindparam("now", type_=UtcInstant),
        Account.closed_at.is_(None),
    ),
    _Known,
)


def recognize(token: str, *, may_demonstrate: bool, now: datetime) -> tuple[Login | None, Actor | None]:
    """The live login session that a token belongs to, and its actor once signing in is finished.

    A demonstration account is nobody where it may not enter.
    """
    rows = db.look(_STATEMENT, {"digest": login_sessions.digest_of(token), "now": now})
    if not rows or _is_idle(rows[0], now) or (rows[0].is_demonstration and not may_demonstrate):
        return None, None
    first = rows[0]
    login = Login(first.id, first.account_id, first.stage, first.congress_id, first.last_seen_at, first.acting_until)
    if first.stage is not Stage.FULL or first.congress_id is None:
        return login, None
    return login, _actor(rows, first.congress_id)


def _is_idle(row: _Known, now: datetime) -> bool:
    return now >= row.last_seen_at + timedelta(seconds=row.idle_seconds)


def _actor(rows: Sequence[_Known], congress_id: int) -> Actor | None:
    first = rows[0]
    # Roles that were granted after a sign-in without a second factor wait for the next one.
    granted = {Grant(row.role, row.electing_body_id) for row in rows if row.role and first.second_factor_at}
    if first.acting_person_id is not None:
        return _acting(rows, granted, congress_id) or _plain(granted, (), first, congress_id)
    return _plain(granted, rows, first, congress_id)


def _plain(granted: set[Grant], rows: Sequence[_Known], first: _Known, congress_id: int) -> Actor:
    grants = sorted(granted | _mandate_grants(first, rows), key=lambda each: (each.role, each.electing_body_id or 0))
    return Actor.of(first.account_id, first.person_id, congress_id, tuple(grants))


def _mandate_grants(first: _Known, rows: Sequence[_Known]) -> set[Grant]:
    """The deputy's own role, by the mandates of this congress. Whoever holds a post holds nothing beside it."""
    statuses = {row.status for row in rows if row.status}
    if not statuses or first.duty is Duty.POST:
        return set()
    return {Grant(Role.DEPUTY if MandateStatus.IN_OFFICE in statuses else Role.FORMER_DEPUTY)}


def _acting(rows: Sequence[_Known], granted: set[Grant], congress_id: int) -> Actor | None:
    """The deputy, as far as a liaison may stand in: only while both still belong to the same electing body."""
    first = rows[0]
    is_liaison = Grant(Role.LIAISON, first.acting_body_id) in granted
    in_office = any(
        row.status is MandateStatus.IN_OFFICE and row.mandate_body_id == first.acting_body_id for row in rows
    )
    if not is_liaison or not in_office:
        return None
    return Actor.of(
        first.account_id,
        first.acting_person_id,
        congress_id,
        (Grant(Role.DEPUTY),),
        acting_for=first.acting_person_id,
        limited_to=acting.PERMISSIONS,
    )
