"""Whom the items that another system sends are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select

from lms.interop.resources.sight import in_sight
from lms.people.models import Mandate, Term

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.interop.resources.new_entries import NewEntry
    from lms.interop.tokens.bearers import Bearer


class Named(NamedTuple):
    """A mandate that somebody named."""

    mandate_id: int
    mandate: uuid.UUID
    person_id: int


class _Term(NamedTuple):
    """The mandate that bears a card number in one term."""

    starts_on: date
    ends_on: date | None
    named: Named

    def runs_on(self, day: date) -> bool:
        """Whether the term runs that day; its last day is one of it."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def mandates_named(session: Session, items: Sequence[NewEntry], bearer: Bearer) -> list[Named | None]:
    """The mandate that each item is about, as far as the token's system may know of it.

    A card number is that of the term which runs on the item's day; if two share the day, of the later one.
    """
    ids = {item.mandate for item in items if item.mandate is not None}
    cards = {item.card_number for item in items if item.card_number is not None}
    rows = session.execute(
        select(Mandate.id, Mandate.public_id, Mandate.person_id, Mandate.card_number, Term.starts_on, Term.ends_on)
        .join(Term, Term.id == Mandate.term_id)
        .where(in_sight(bearer), or_(Mandate.public_id.in_(ids), Mandate.card_number.in_(cards)))
        .order_by(Term.number.desc())
    )
    by_id: dict[uuid.UUID, Named] = {}
    by_card: dict[str | None, list[_Term]] = {}
    for mandate_id, public_id, person_id, card_number, starts_on, ends_on in rows:
        named = Named(mandate_id, public_id, person_id)
        by_id[public_id] = named
        by_card.setdefault(card_number, []).append(_Term(starts_on, ends_on, named))
    return [
        by_id.get(item.mandate)
        if item.mandate is not None
        else next((each.named for each in by_card.get(item.card_number, ()) if each.runs_on(item.occurred_on)), None)
        for item in items
    ]
