"""Posting: the one way into the performance record. It only inserts, and the same fact twice is one entry."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.core.upsert import insert_into
from lms.records.canonical import canonical_json, entry_bytes, payload_hash
from lms.records.holders import held_on, holders_of
from lms.records.log.models import Unsequenced
from lms.records.models import EntryKind, EntryPayload, RecordEntry, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.records.holders import Holder

SALT_BYTES = 16


class UnknownKind(DomainError):
    """The congress has no such kind of entry in its catalogue."""

    template = N_("The congress has no entry kind “%(kind)s” in its catalogue.")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something a person did, before it is known which mandates it is entered for.

    `source_key` names the fact within its source, e.g. `course:<uuid>`; `payload` holds what the entry is about, in
    values that canonical JSON can spell, and no personal names. `supersedes` is the entry that this one corrects,
    which it only takes back if it `withdraws`.
    """

    kind: str
    occurred_on: date
    source_key: str
    source: Source = Source.PLATFORM
    payload: Mapping[str, object] = field(default_factory=dict)
    supersedes: RecordEntry | None = None
    withdraws: bool = False


class PersonFact(NamedTuple):
    """A fact of a person."""

    person_id: int
    fact: Fact


class MandateFact(NamedTuple):
    """A fact of one mandate."""

    mandate_id: int
    fact: Fact


def post_for_person(session: Session, *, person_id: int, fact: Fact, now: datetime) -> list[int]:
    """Enter a fact for each mandate that the person held in office that day, in the caller's transaction.

    Returns:
        The ids of the entries that are new; a fact already entered adds none. A congress whose catalogue lacks the
        kind gets no entry: it did not ask for such facts.
    """
    return [
        entry_id
        for ids in post_for_people(session, [PersonFact(person_id, fact)], now=now).values()
        for entry_id in ids
    ]


def post_for_people(session: Session, facts: Sequence[PersonFact], *, now: datetime) -> dict[int, list[int]]:
    """Enter many facts as `post_for_person` does, in a few statements; returns the new entries' ids by person."""
    drafts: list[_Draft] = []
    kinds = _kinds(session, {each.fact.kind for each in facts})
    for day, of_day in groupby(
        sorted(facts, key=lambda each: each.fact.occurred_on), lambda each: each.fact.occurred_on
    ):
        those = list(of_day)
        held = held_on(session, day, sorted({each.person_id for each in those}))
        drafts += (
            _Draft(holder, each.fact, kind_id)
            for each in those
            for holder in held.get(each.person_id, ())
            if (kind_id := kinds.get((holder.congress_id, each.fact.kind))) is not None
        )
    new: dict[int, list[int]] = {}
    for draft, entry_id in _insert(session, drafts, now=now):
        new.setdefault(draft.holder.person_id, []).append(entry_id)
    return new


def post_for_mandate(session: Session, *, mandate_id: int, fact: Fact, now: datetime) -> int | None:
    """Enter a fact for one mandate; None if it was entered before.

    Raises:
        UnknownKind: the mandate's congress has no such kind.
    """
    return next(iter(post_for_mandates(session, [MandateFact(mandate_id, fact)], now=now)), None)


def post_for_mandates(session: Session, facts: Sequence[MandateFact], *, now: datetime) -> list[int]:
    """Enter many facts, each for one mandate, in a few statements; returns the ids of the entries that are new.

    Raises:
        UnknownKind: a mandate's congress has no such kind; nothing is entered.
    """
    kinds = _kinds(session, {each.fact.kind for each in facts})
    holders = holders_of(session, sorted({each.mandate_id for each in facts}))
    drafts = []
    for mandate_id, fact in facts:
        holder = holders[mandate_id]
        if (holder.congress_id, fact.kind) not in kinds:
            raise UnknownKind(kind=fact.kind)
        drafts.append(_Draft(holder, fact, kinds[holder.congress_id, fact.kind]))
    return [entry_id for _, entry_id in _insert(session, drafts, now=now)]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A fact of one mandate on its way to an entry."""

    holder: Holder
    fact: Fact
    kind_id: int

    @property
    def source_key(self) -> str:
        # kind:id:mandate (docs/records.md): one fact is one entry for each mandate.
        return f"{self.fact.source_key}:{self.holder.mandate}"

    def row(self, digest: bytes, now: datetime) -> dict[str, Any]:
        """The entry's columns, with the canonical bytes that say the same."""
        holder, fact = self.holder, self.fact
        said: dict[str, Any] = {
            "public_id": uuid.uuid4(),
            "source": fact.source,
            "source_key": self.source_key,
            "occurred_on": fact.occurred_on,
            "recorded_at": now,
            "withdraws": fact.withdraws,
        }
        supersedes = fact.supersedes
        canonical = entry_bytes(
            **said,
            congress=holder.congress,
            mandate=holder.mandate,
            kind=fact.kind,
            supersedes=supersedes.public_id if supersedes else None,
            payload_sha256=digest,
        )
        return said | {
            "congress_id": holder.congress_id,
            "mandate_id": holder.mandate_id,
            "kind_id": self.kind_id,
            "supersedes_id": supersedes.id if supersedes else None,
            "payload_hash": digest,
            "canonical": canonical,
        }


def _insert(session: Session, drafts: Iterable[_Draft], *, now: datetime) -> Iterator[tuple[_Draft, int]]:
    """Insert the entries whose source key is not there yet, with payload and a place in the queue for the log.

    The unique constraint decides, whoever else posts. Keys go in order, so that two who post the same facts wait for
    one another instead of for each other.
    """
    by_key = {(each.holder.congress_id, each.source_key): each for each in drafts}
    if not by_key:
        return iter(())
    rows, payloads = [], {}
    for key, draft in sorted(by_key.items(), key=lambda item: item[0]):
        salt, content = os.urandom(SALT_BYTES), canonical_json(draft.fact.payload)
        rows.append(draft.row(payload_hash(salt, content), now))
        payloads[key] = {"salt": salt, "content": content}
    entry = RecordEntry.__table__.c
    statement = insert_into(session, RecordEntry).on_conflict_do_nothing(index_elements=["congress_id", "source_key"])
    returned = session.connection().execute(statement.returning(entry.id, entry.congress_id, entry.source_key), rows)
    new = {(congress_id, source_key): entry_id for entry_id, congress_id, source_key in returned}
    if new:
        session.execute(insert(EntryPayload), [{"entry_id": new[key]} | payloads[key] for key in new])
        session.execute(insert(Unsequenced), [{"entry_id": entry_id} for entry_id in new.values()])
    return ((by_key[key], entry_id) for key, entry_id in new.items())


def _kinds(session: Session, codes: Iterable[str]) -> dict[tuple[int, str], int]:
    """The ids of kinds by congress and code."""
    statement = select(EntryKind.congress_id, EntryKind.code, EntryKind.id).where(EntryKind.code.in_(sorted(codes)))
    return {(congress_id, code): kind_id for congress_id, code, kind_id in session.execute(statement)}
