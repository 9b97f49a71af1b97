"""How far a check is: the one definition, for one entry in Python and for a period's deputies in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import case, func, literal, select

from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.records.checks.models import CheckConfirmation, CheckPeriod, CheckRequest
from lms.records.objections.models import Objection

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

    from lms.records.models import RecordEntry


class CheckState(StrEnum):
    """Silence is never a confirmation."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    SILENT = "silent"


# The words and the tone of the tag.
CHECK_STATE = {
    CheckState.PENDING: (N_("Not yet checked"), ""),
    CheckState.CONFIRMED: (N_("Checked by the deputy in person"), "green"),
    CheckState.OBJECTED: (N_("Objected to"), "amber"),
    CheckState.SILENT: (N_("No objection raised in time"), "blue"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A period in which a mandate was asked, and when its deputy last confirmed it."""

    public_id: uuid.UUID
    mandate_id: int
    starts_on: date
    ends_on: date
    closes_on: date
    reported_at: datetime | None
    confirmed_at: datetime | None

    def covers(self, entry: RecordEntry) -> bool:
        """Whether an entry lay before the deputy in it."""
        is_within = self.starts_on <= entry.occurred_on <= self.ends_on
        return is_within and entry.mandate_id == self.mandate_id and local_date(entry.recorded_at) <= self.closes_on


def state_of_entry(
    entry: RecordEntry, periods: Sequence[Checked], objections: Sequence[Objection], *, today: date
) -> CheckState:
    """Where one entry stands.

    An objection counts until its deputy confirms after it was answered; a confirmation holds for what was entered
    before it.
    """
    confirmed = max(
        (
            each.confirmed_at
            for each in periods
            if each.confirmed_at and each.covers(entry) and entry.recorded_at <= each.confirmed_at
        ),
        default=None,
    )
    objected = max((each.filed_at for each in objections if each.entry_id == entry.id), default=None)
    if objected is not None and (confirmed is None or objected > confirmed):
        return CheckState.OBJECTED
    if confirmed is not None:
        return CheckState.CONFIRMED
    has_passed = any(each.covers(entry) and today > each.closes_on for each in periods)
    return CheckState.SILENT if has_passed else CheckState.PENDING


def state_of_request(today: date) -> ColumnElement[str]:
    """The same for a deputy who was asked to check a period, for statements over CheckRequest and CheckPeriod."""
    confirmed = (
        select(func.max(CheckConfirmation.confirmed_at))
        .where(
            CheckConfirmation.period_id == CheckRequest.period_id,
            CheckConfirmation.mandate_id == CheckRequest.mandate_id,
        )
        .correlate(CheckRequest)
        .scalar_subquery()
    )
    objected = (
        select(func.max(Objection.filed_at))
        .where(Objection.period_id == CheckRequest.period_id, Objection.mandate_id == CheckRequest.mandate_id)
        .correlate(CheckRequest)
        .scalar_subquery()
    )
    return case(
        (objected.is_not(None) & (confirmed.is_(None) | (objected > confirmed)), CheckState.OBJECTED.value),
        (confirmed.is_not(None), CheckState.CONFIRMED.value),
        (CheckPeriod.closes_on < literal(today), CheckState.SILENT.value),
        else_=CheckState.PENDING.value,
    )
