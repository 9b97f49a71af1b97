"""Posting: the one way into the performance record. It only inserts, and the same fact twice is one entry."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.core.upsert import insert_into
from lms.people.models import Congress, Mandate
from lms.people.office import in_office
from lms.records.canonical import canonical_json, entry_bytes, payload_hash
from lms.records.models import EntryKind, EntryPayload, RecordEntry, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

SALT_BYTES = 16


class UnknownKind(DomainError):
    """The congress has no such kind of entry in its catalogue."""

    template = N_("The congress has no entry kind “%(kind)s” in its catalogue.")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something a person did, before it is known which mandates it is entered for.

    `source_key` names the fact within its source, e.g. `course:<uuid>`; `payload` holds what the entry is about, in
    values that canonical JSON can spell, and no personal names.
    """

    kind: str
    occurred_on: date
    source_key: str
    source: Source = Source.PLATFORM
    payload: Mapping[str, object] = field(default_factory=dict)


def post_for_person(session: Session, *, person_id: int, fact: Fact, now: datetime) -> list[int]:
    """Enter a fact for each mandate that the person held in office that day, in the caller's transaction.

    Returns:
        The ids of the entries that are new; a fact already entered adds none. A congress whose catalogue lacks the
        kind gets no entry: it did not ask for such facts.
    """
    held = session.execute(
        select(Mandate.id, Mandate.public_id, Congress.id, Congress.public_id, EntryKind.id)
        .join(Congress, Congress.id == Mandate.congress_id)
        .join(EntryKind, (EntryKind.congress_id == Congress.id) & (EntryKind.code == fact.kind))
        .where(Mandate.id.in_(in_office(fact.occurred_on, person_id=person_id)))
        .order_by(Mandate.id)
    ).all()
    posted = (
        _insert(session, fact, now, mandate=(row[0], row[1]), congress=(row[2], row[3]), kind_id=row[4]) for row in held
    )
    return [entry_id for entry_id in posted if entry_id is not None]


def post_for_mandate(session: Session, *, mandate_id: int, fact: Fact, now: datetime) -> int | None:
    """Enter a fact for one mandate; None if it was entered before.

    Raises:
        UnknownKind: the mandate's congress has no such kind.
    """
    mandate, congress = session.execute(
        select(Mandate, Congress).join(Congress, Congress.id == Mandate.congress_id).where(Mandate.id == mandate_id)
    ).one()
    kind_id = session.scalar(
        select(EntryKind.id).where(EntryKind.congress_id == congress.id, EntryKind.code == fact.kind)
    )
    if kind_id is None:
        raise UnknownKind(kind=fact.kind)
    owner = (mandate.id, mandate.public_id)
    return _insert(session, fact, now, mandate=owner, congress=(congress.id, congress.public_id), kind_id=kind_id)


def _insert(
    session: Session,
    fact: Fact,
    now: datetime,
    *,
    mandate: tuple[int, uuid.UUID],
    congress: tuple[int, uuid.UUID],
    kind_id: int,
) -> int | None:
    salt, content = os.urandom(SALT_BYTES), canonical_json(fact.payload)
    row: dict[str, Any] = {
        "public_id": uuid.uuid4(),
        "source": fact.source,
        # kind:id:mandate (docs/records.md): one fact is one entry for each mandate.
        "source_key": f"{fact.source_key}:{mandate[1]}",
        "occurred_on": fact.occurred_on,
        "recorded_at": now,
    }
    digest = payload_hash(salt, content)
    canonical = entry_bytes(
        **row, congress=congress[1], mandate=mandate[1], kind=fact.kind, supersedes=None, payload_sha256=digest
    )
    row |= {"congress_id": congress[0], "mandate_id": mandate[0], "kind_id": kind_id}
    entry_id = _insert_once(session, row | {"payload_hash": digest, "canonical": canonical})
    if entry_id is not None:
        session.execute(insert(EntryPayload).values(entry_id=entry_id, salt=salt, content=content))
    return entry_id


def _insert_once(session: Session, row: dict[str, Any]) -> int | None:
    """Insert an entry unless its source key is there: decided by the unique constraint, whoever else posts."""
    statement = insert_into(session, RecordEntry).values(row)
    statement = statement.on_conflict_do_nothing(index_elements=["congress_id", "source_key"])
    entry_id: int | None = session.scalar(statement.returning(RecordEntry.id))
    return entry_id
