"""Which kinds count as trained (已训), as known at an instant: the organizer's rule, for every count and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.records.kinds.models import EntryKindRule
from lms.records.models import EntryKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def known_rules(known_at: datetime | None = None) -> Select[tuple[int, bool]]:
    """Kind and whether it counts, by the newest rule of each kind that was recorded by an instant.

    A kind that was added later has none.
    """
    rule = EntryKindRule.__table__.c
    age = func.row_number().over(partition_by=rule.kind_id, order_by=(rule.recorded_at.desc(), rule.id.desc()))
    rules = select(rule.kind_id, rule.counts_as_trained, age.label("age"))
    if known_at is not None:
        rules = rules.where(rule.recorded_at <= known_at)
    newest = rules.subquery()
    return select(newest.c.kind_id, newest.c.counts_as_trained).where(newest.c.age == 1)


def counting(known_at: datetime | None = None) -> Select[tuple[int]]:
    """The ids of the kinds that count as trained by the rule known at an instant."""
    rules = known_rules(known_at).subquery()
    return select(rules.c.kind_id).where(rules.c.counts_as_trained)


def counting_in(session: Session, congress_id: int, *, known_at: datetime | None = None) -> frozenset[int]:
    """The ids of a congress's kinds that count as trained by the rule known at an instant."""
    of_congress = select(EntryKind.id).where(EntryKind.congress_id == congress_id, EntryKind.id.in_(counting(known_at)))
    return frozenset(session.scalars(of_congress))
