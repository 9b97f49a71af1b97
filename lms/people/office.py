"""Who was in office on a day, as it was known at an instant: the denominator of every rate.

A resignation entered in July and effective in May changes a new statement as at June, not the one known before.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.people.models import IN_OFFICE_KINDS, STATUS_KINDS, Mandate, MandateChange

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def in_office(
    as_at: date,
    *,
    known_at: datetime | None = None,
    person_ids: Collection[int] | None = None,
    congress_id: int | None = None,
) -> Select[tuple[int]]:
    """A statement of the ids of the mandates in office (实有) at the end of a day in Asia/Shanghai.

    The last status change effective by `as_at` decides; changes recorded after `known_at` are not seen.
    """
    change = MandateChange.__table__.c
    latest = select(
        change.mandate_id,
        change.kind,
        func.row_number()
        .over(
            partition_by=change.mandate_id,
            order_by=(change.effective_on.desc(), change.recorded_at.desc(), change.id.desc()),
        )
        .label("age"),
    ).where(change.kind.in_(STATUS_KINDS), change.effective_on <= as_at)
    if known_at is not None:
        latest = latest.where(change.recorded_at <= known_at)
    if congress_id is not None:
        latest = latest.where(change.congress_id == congress_id)
    if person_ids is not None:
        latest = latest.where(change.mandate_id.in_(select(Mandate.id).where(Mandate.person_id.in_(person_ids))))
    newest = latest.subquery()
    return select(newest.c.mandate_id).where(newest.c.age == 1, newest.c.kind.in_(IN_OFFICE_KINDS))


class OfficeBook:
    """Who was in office on which day in one congress, as known now: `in_office` for many days, read in one statement."""

    def __init__(self, session: Session, congress_id: int) -> None:
        change = MandateChange
        rows = session.execute(
            select(change.mandate_id, change.effective_on, change.kind)
            .where(change.congress_id == congress_id, change.kind.in_(STATUS_KINDS))
            .order_by(change.mandate_id, change.effective_on, change.recorded_at, change.id)
        )
        self._changes: dict[int, list[tuple[date, bool]]] = defaultdict(list)
        for mandate_id, effective_on, kind in rows:
            self._changes[mandate_id].append((effective_on, kind in IN_OFFICE_KINDS))

    def holds(self, mandate_id: int, day: date) -> bool:
        """Whether a mandate was in office at the end of a day."""
        until = list(takewhile(lambda change: change[0] <= day, self._changes.get(mandate_id, ())))
        return bool(until) and until[-1][1]
