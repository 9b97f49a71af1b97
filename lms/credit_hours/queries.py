"""The rule that holds, and those that held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.credit_hours.models import CreditHourRule
from lms.credit_hours.rule import Band, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def newest(session: Session, congress_id: int, *, known_at: datetime | None = None) -> CreditHourRule | None:
    """The rule of a congress as it was set last, or last by an instant."""
    rules = select(CreditHourRule).where(CreditHourRule.congress_id == congress_id)
    if known_at is not None:
        rules = rules.where(CreditHourRule.recorded_at <= known_at)
    rules = rules.order_by(CreditHourRule.version.desc()).limit(1).options(selectinload(CreditHourRule.bands))
    return session.scalars(rules).first()


def history(session: Session, congress_id: int) -> Sequence[CreditHourRule]:
    """All rules of a congress, the newest first."""
    rules = select(CreditHourRule).where(CreditHourRule.congress_id == congress_id)
    return session.scalars(
        rules.order_by(CreditHourRule.version.desc()).options(selectinload(CreditHourRule.bands))
    ).all()


def rule_in(row: CreditHourRule | None) -> Rule:
    """A stored rule for reckoning; without one nothing is worth anything."""
    bands = row.bands if row else ()
    return Rule(tuple(Band(band.minutes, includes=band.includes, quarters=band.quarters) for band in bands))
