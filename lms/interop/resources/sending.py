"""What other systems send on its way into the record: checked one by one, entered together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from stdnum.cn import ric

from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.interop.api.problems import EntriesRefused, Fault
from lms.interop.resources.keys import source_key
from lms.interop.resources.naming import mandates_named
from lms.people.office import in_office
from lms.records.canonical import canonical_json
from lms.records.kinds.entering import KindClosed, may_enter
from lms.records.models import EntryKind, EntryPayload, RecordEntry, Source
from lms.records.posting import Fact, MandateFact, UnknownKind, post_for_mandates

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.interop.resources.naming import Named
    from lms.interop.resources.new_entries import NewEntry
    from lms.interop.tokens.bearers import Bearer

NO_DEPUTY = N_("No such deputy, or none that this token is good for.")
FUTURE = N_("This day has not come yet.")
NOT_IN_OFFICE = N_("The deputy was not in office on this day.")
PERSONAL = N_("An identity number must not be part of it: it could never be erased.")
TWICE = N_("The same fact of the same deputy is sent twice.")
DIFFERS = N_(
    "This fact was entered before with another kind, day or content. Please ask the congress's office to correct it."
)


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry of the record that something sent has become, now or before."""

    mandate: uuid.UUID
    entry: uuid.UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What an item is held against, read once for all of them."""

    today: date
    kinds: Mapping[str, EntryKind]
    named: Sequence[Named | None]
    in_office: Mapping[date, frozenset[int]]


def enter(session: Session, items: Sequence[NewEntry], bearer: Bearer, *, now: datetime) -> list[Entered]:
    """Enter them all in the caller's transaction, in the order given.

    Raises:
        EntriesRefused: one of them cannot be entered.
    """
    known = _known(session, items, bearer, today=local_date(now))
    faults = [fault for at, item in enumerate(items) for fault in _faults(at, item, known)]
    faults += _twice(items, known)
    if faults:
        raise EntriesRefused(faults=faults)
    named = [each for each in known.named if each is not None]
    facts = [MandateFact(each.mandate_id, _fact(item, bearer.system)) for item, each in zip(items, named, strict=True)]
    new = set(post_for_mandates(session, facts, now=now))
    return _entered(session, facts, named, new, bearer)


def _known(session: Session, items: Sequence[NewEntry], bearer: Bearer, *, today: date) -> _Known:
    kinds = session.scalars(select(EntryKind).where(EntryKind.congress_id == bearer.congress_id))
    named = mandates_named(session, items, bearer)
    people: dict[date, set[int]] = {}
    for item, each in zip(items, named, strict=True):
        if each is not None:
            people.setdefault(item.occurred_on, set()).add(each.person_id)
    return _Known(
        today=today,
        kinds={each.code: each for each in kinds},
        named=named,
        in_office={
            day: frozenset(session.scalars(in_office(day, person_ids=sorted(ids)))) for day, ids in people.items()
        },
    )


def _faults(at: int, item: NewEntry, known: _Known) -> Iterator[Fault]:
    """All that is wrong with one item."""

    def fault(message: str, member: str, **params: object) -> Fault:
        return Fault(message, tuple(params.items()), pointer=f"/entries/{at}/{member}")

    kind, mandate = known.kinds.get(item.kind), known.named[at]
    if kind is None:
        yield fault(UnknownKind.template, "kind", kind=item.kind)
    elif not may_enter(kind, Source.API):
        yield fault(KindClosed.template, "kind", kind=item.kind)
    if ric.is_valid(item.external_id[-18:]) or ric.is_valid(item.external_id[:18]):
        yield fault(PERSONAL, "external_id")
    if mandate is None:
        yield fault(NO_DEPUTY, "card_number" if item.mandate is None else "mandate")
    elif item.occurred_on > known.today:
        yield fault(FUTURE, "occurred_on")
    elif mandate.mandate_id not in known.in_office[item.occurred_on]:
        yield fault(NOT_IN_OFFICE, "occurred_on")


def _twice(items: Sequence[NewEntry], known: _Known) -> Iterator[Fault]:
    """Items that say the same as one before them; which of the two is meant, nobody can tell."""
    seen: set[tuple[str, int]] = set()
    for at, (item, mandate) in enumerate(zip(items, known.named, strict=True)):
        if mandate is not None:
            if (item.external_id, mandate.mandate_id) in seen:
                yield Fault(TWICE, pointer=f"/entries/{at}/external_id")
            seen.add((item.external_id, mandate.mandate_id))


def _fact(item: NewEntry, system: str) -> Fact:
    return Fact(
        kind=item.kind,
        occurred_on=item.occurred_on,
        source_key=source_key(system, item.external_id),
        source=Source.API,
        payload={"title": item.title} | ({"details": item.details} if item.details else {}),
    )


def _entered(
    session: Session, facts: Sequence[MandateFact], named: Sequence[Named], new: set[int], bearer: Bearer
) -> list[Entered]:
    """What has become of each, read after posting: another request may have entered the same a moment ago.

    Raises:
        EntriesRefused: one was entered before and says something else.
    """
    keys = [f"{fact.source_key}:{each.mandate}" for (_, fact), each in zip(facts, named, strict=True)]
    rows = session.execute(
        select(
            RecordEntry.id,
            RecordEntry.public_id,
            RecordEntry.source_key,
            RecordEntry.occurred_on,
            EntryKind.code,
            EntryPayload.content,
        )
        .join(EntryKind, EntryKind.id == RecordEntry.kind_id)
        .outerjoin(EntryPayload, EntryPayload.entry_id == RecordEntry.id)
        .where(RecordEntry.congress_id == bearer.congress_id, RecordEntry.source_key.in_(keys))
    )
    found = {row.source_key: row for row in rows}
    faults = [
        Fault(DIFFERS, pointer=f"/entries/{at}/external_id")
        for at, (key, (_, fact)) in enumerate(zip(keys, facts, strict=True))
        if (row := found[key]).id not in new
        and not (
            (row.code, row.occurred_on) == (fact.kind, fact.occurred_on)
            # Of what was erased nobody can tell any more whether it was the same.
            and row.content in (None, canonical_json(fact.payload))
        )
    ]
    if faults:
        raise EntriesRefused(faults=faults)
    return [
        Entered(each.mandate, found[key].public_id, found[key].id in new) for key, each in zip(keys, named, strict=True)
    ]
