"""What the changes of a mandate add up to, one after another: where it belonged, and whether it was in office."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from lms.people.models import IN_OFFICE_KINDS, STATUS_KINDS, ChangeKind, Mandate, MandateChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

BATCH = 1000


class Change(NamedTuple):
    """A row of a mandate's history."""

    mandate_id: int
    kind: ChangeKind
    effective_on: date
    recorded_at: datetime
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds of a mandate from one of its changes on. `elected_at` is when its election was recorded."""

    mandate_id: int
    effective_on: date
    recorded_at: datetime
    elected_at: datetime | None
    is_in_office: bool
    attributes: Mapping[str, Any]

    @property
    def body_id(self) -> int:
        """The electing body that it belongs to; 0 if no change ever said so."""
        return int(self.attributes.get("electing_body_id", 0))


def changes() -> Select[Any]:
    """The columns of `Change` in the order in which changes count: for each mandate by effect, then as recorded."""
    change = MandateChange
    return (
        select(change.mandate_id, change.kind, change.effective_on, change.recorded_at, change.values)
        .join(Mandate, Mandate.id == change.mandate_id)
        .order_by(change.mandate_id, change.effective_on, change.recorded_at, change.id)
    )


def histories(session: Session, *, term_id: int, as_at: date, known_at: datetime) -> Iterator[list[Moment]]:
    """The history of each mandate of a term: what took effect by the day and was recorded by the instant."""
    rows = session.execute(
        changes()
        .where(Mandate.term_id == term_id, MandateChange.effective_on <= as_at, MandateChange.recorded_at <= known_at)
        .execution_options(yield_per=BATCH)
    )
    for _mandate_id, of_one in groupby(rows, key=lambda row: row.mandate_id):
        yield list(moments(Change(*row) for row in of_one))


def moments(history: Iterable[Change]) -> Iterator[Moment]:
    """What holds after each change of one mandate, in their order."""
    is_in_office, elected_at = False, None
    attributes: dict[str, Any] = {}
    for change in history:
        attributes = attributes | dict(change.values)
        if change.kind in STATUS_KINDS:
            is_in_office = change.kind in IN_OFFICE_KINDS
        if change.kind is ChangeKind.ELECTED:
            elected_at = change.recorded_at
        yield Moment(change.mandate_id, change.effective_on, change.recorded_at, elected_at, is_in_office, attributes)
