"""Reading checks: the periods in which a deputy was asked, and how far a period is, deputy by deputy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.people.models import ElectingBody, Mandate, Person
from lms.people.queries import list_order
from lms.records.checks.models import CheckConfirmation, CheckPeriod, CheckReport, CheckRequest
from lms.records.checks.states import Checked, CheckState, state_of_request

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Select

    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """One deputy who was asked to check a period."""

    mandate_id: int
    name: str
    body: str
    state: CheckState


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How far one electing body is."""

    body: str
    counts: dict[CheckState, int]

    @property
    def asked(self) -> int:
        """All deputies of the body who were asked."""
        return sum(self.counts.values())


def periods_of(person_id: int, *, congress_id: int) -> list[Checked]:
    """The periods in which a person was asked, the latest first."""
    last = func.max(CheckConfirmation.confirmed_at)
    period = (CheckPeriod.public_id, CheckRequest.mandate_id, CheckPeriod.starts_on, CheckPeriod.ends_on)
    rows = db.session.execute(
        select(*period, CheckPeriod.closes_on, CheckReport.issued_at, last)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .join(Mandate, Mandate.id == CheckRequest.mandate_id)
        .outerjoin(CheckReport, CheckReport.period_id == CheckPeriod.id)
        .outerjoin(
            CheckConfirmation,
            (CheckConfirmation.period_id == CheckPeriod.id) & (CheckConfirmation.mandate_id == CheckRequest.mandate_id),
        )
        .where(Mandate.person_id == person_id, CheckPeriod.congress_id == congress_id)
        .group_by(CheckPeriod.id, CheckRequest.mandate_id, CheckReport.issued_at)
        .order_by(CheckPeriod.starts_on.desc())
    )
    return [Checked(*row) for row in rows]


def all_periods(actor: Actor, *, number: int) -> Page[CheckPeriod]:
    """The congress's periods with their reports, the latest first."""
    statement = (
        select(CheckPeriod)
        .options(joinedload(CheckPeriod.report))
        .where(CheckPeriod.congress_id == actor.congress_id)
        .order_by(CheckPeriod.starts_on.desc())
    )
    return paginate(statement, number=number)


def requests(period: CheckPeriod, *, today: date, bodies: frozenset[int] | None = None) -> list[Asked]:
    """Everybody who was asked, in the order of lists, with how far each is; `bodies` limits them."""
    statement = _asked(period, Mandate.id, Person.name, ElectingBody.short_name, state_of_request(today), bodies=bodies)
    rows = db.session.execute(statement.order_by(*list_order()))
    return [Asked(mandate_id, name, body, CheckState(state)) for mandate_id, name, body, state in rows]


def by_unit(period: CheckPeriod, *, today: date, bodies: frozenset[int] | None = None) -> list[UnitCount]:
    """How many of each body are how far, bodies in official order."""
    state = state_of_request(today)
    body = (ElectingBody.id, ElectingBody.short_name, ElectingBody.official_order)
    statement = _asked(period, *body, state, func.count(), bodies=bodies)
    rows = db.session.execute(statement.group_by(*body, state).order_by(ElectingBody.official_order))
    found: dict[int, UnitCount] = {}
    for body_id, name, _order, each, count in rows:
        found.setdefault(body_id, UnitCount(name, {})).counts[CheckState(each)] = count
    return list(found.values())


def _asked(period: CheckPeriod, *columns: Any, bodies: frozenset[int] | None) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(CheckRequest)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .join(Mandate, Mandate.id == CheckRequest.mandate_id)
        .join(Person, Person.id == Mandate.person_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(CheckRequest.period_id == period.id)
    )
    if bodies is not None:
        statement = statement.where(ElectingBody.id.in_(bodies))
    return statement
