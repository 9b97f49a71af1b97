"""Reading entries: a page at a time, in the order in which they were recorded."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from lms.core.database import db
from lms.core.i18n import N_
from lms.interop.api import cursors
from lms.interop.api.operations import Read
from lms.interop.api.problems import CursorForeign
from lms.interop.api.shapes import Answered, Instant, PageQuery, SentId
from lms.interop.resources.keys import external_id_in
from lms.interop.resources.sight import in_sight
from lms.interop.tokens.models import Scope
from lms.people.models import Mandate
from lms.records.models import EntryKind, EntryPayload, Readers, RecordEntry, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Select

    from lms.interop.tokens.bearers import Bearer


class EntriesQuery(PageQuery):
    """Which entries are asked for."""

    mandate: SentId | None = Field(None, description="Only of this mandate.")
    recorded_since: Instant | None = Field(None, description="Only what was recorded at this instant or later.")


class Entry(Answered):
    """One entry of the record. What was corrected stays, and names what stands in its place."""

    id: uuid.UUID
    mandate: uuid.UUID
    kind: str
    occurred_on: date
    recorded_at: datetime
    source: Source
    external_id: str | None = Field(description="Your own id of the fact, if your system sent it.")
    title: str | None = Field(description="Null when the details were erased.")
    is_standing: bool = Field(description="Whether it counts: not superseded, and not a mere withdrawal.")
    withdraws: bool = Field(description="Whether it only takes back the entry that it supersedes.")
    supersedes: uuid.UUID | None
    superseded_by: uuid.UUID | None


class Entries(Answered):
    """A part of the list."""

    items: list[Entry]
    next: str | None = Field(description="The cursor of what follows; null at the end.")


_older, _newer = aliased(RecordEntry), aliased(RecordEntry)

# What there is to say of each entry of a page. Built once: every page asks. What superseded an entry is asked for one by
# one: of a list of entries SQLite's statistics make it read the whole table while next to nothing was ever corrected.
_DETAILS = (
    select(
        RecordEntry.id,
        RecordEntry.public_id,
        Mandate.public_id.label("mandate"),
        EntryKind.code,
        RecordEntry.occurred_on,
        RecordEntry.recorded_at,
        RecordEntry.source,
        RecordEntry.source_key,
        RecordEntry.withdraws,
        EntryPayload.content,
        _older.public_id.label("supersedes"),
        select(_newer.public_id).where(_newer.supersedes_id == RecordEntry.id).scalar_subquery().label("superseded_by"),
    )
    .join(Mandate, Mandate.id == RecordEntry.mandate_id)
    .join(EntryKind, EntryKind.id == RecordEntry.kind_id)
    .outerjoin(EntryPayload, EntryPayload.entry_id == RecordEntry.id)
    .outerjoin(_older, _older.id == RecordEntry.supersedes_id)
    .where(RecordEntry.id.in_(bindparam("ids", expanding=True)))
    .order_by(RecordEntry.recorded_at, RecordEntry.id)
)


def entries(query: EntriesQuery, bearer: Bearer) -> Entries:
    """The entries of the mandates that the token's system may know of, the oldest first."""
    question = f"entries:{bearer.token_id}:{query.mandate}:{query.recorded_since}"
    statement = _page(query, bearer)
    if query.cursor is not None:
        instant, last = cursors.keys_in(query.cursor, question)
        recorded_at = datetime.fromisoformat(str(instant))
        later = or_(RecordEntry.recorded_at > recorded_at, RecordEntry.id > last)
        statement = statement.where(RecordEntry.recorded_at >= recorded_at, later)
    rows = db.session.execute(statement.limit(query.limit + 1)).all()
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        following = cursors.seal(question, [shown[-1].recorded_at.isoformat(), shown[-1].id])
    return Entries(items=_items([row.id for row in shown], bearer), next=following)


def _page(query: EntriesQuery, bearer: Bearer) -> Select[int, datetime]:
    """Which entries come, by the index that has them in this order. Their details are read afterwards, for the page alone.

    What only the keepers of records read does not leave the house.
    """
    mandates = select(Mandate.id).where(in_sight(bearer))
    if query.mandate is not None:
        mandates = mandates.where(Mandate.public_id == query.mandate)
    open_kinds = select(EntryKind.id).where(EntryKind.readers == Readers.OFFICES)
    statement = select(RecordEntry.id, RecordEntry.recorded_at).where(
        RecordEntry.congress_id == bearer.congress_id,
        RecordEntry.mandate_id.in_(mandates),
        RecordEntry.kind_id.in_(open_kinds),
    )
    if query.recorded_since is not None:
        statement = statement.where(RecordEntry.recorded_at >= query.recorded_since)
    return statement.order_by(RecordEntry.recorded_at, RecordEntry.id)


def _items(ids: Sequence[int], bearer: Bearer) -> list[Entry]:
    return [_entry(row, bearer) for row in db.session.execute(_DETAILS, {"ids": ids})]


def _entry(row: Row[*tuple[Any, ...]], bearer: Bearer) -> Entry:
    about = json.loads(row.content) if row.content is not None else {}
    return Entry(
        id=row.public_id,
        mandate=row.mandate,
        kind=row.code,
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        source=row.source,
        external_id=external_id_in(row.source_key, bearer.system),
        title=about.get("title"),
        is_standing=not row.withdraws and row.superseded_by is None,
        withdraws=row.withdraws,
        supersedes=row.supersedes,
        superseded_by=row.superseded_by,
    )


ENTRIES = Read(
    name="entries",
    path="/entries",
    summary=N_("Entries of the record"),
    about=N_(
        "In the order in which they were recorded. Whoever asks again and again for what is new lets recorded_since reach back five minutes behind the last one: entries of one moment may appear one after another, and each has its id."
    ),
    scope=Scope.ENTRIES_READ,
    query=EntriesQuery,
    answer=Entries,
    problems=(CursorForeign,),
    run=entries,
)
