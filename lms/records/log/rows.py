"""Entries as they are stored, beside all that they must agree with: read as rows of text, many and in order.

The engine spells instants and UUIDs, for making Python's objects of them would cost more than checking them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

ROWS_AT_ONCE = 4096


class StoredRow(NamedTuple):
    """One entry. None stands for a row that is not there."""

    entry_id: int
    public_id: str
    congress: str | None
    mandate: str | None
    kind: str | None
    source: str
    source_key: str
    occurred_on: str
    recorded_at: str
    supersedes_id: int | None
    supersedes: str | None
    withdraws: bool
    payload_hash: bytes
    canonical: bytes
    salt: bytes | None
    content: bytes | None
    leaf_index: int | None
    leaf_hash: bytes | None
    is_waiting: bool
    is_erased: bool


_COLUMNS = """
SELECT e.id, {public_id}, {congress}, {mandate}, k.code, e.source, e.source_key, {occurred_on}, {recorded_at},
       e.supersedes_id, {supersedes}, e.withdraws, e.payload_hash, e.canonical, p.salt, p.content,
       l.leaf_index, l.hash, q.entry_id IS NOT NULL, x.entry_id IS NOT NULL
FROM record_entry e
LEFT JOIN congress c ON c.id = e.congress_id
LEFT JOIN mandate m ON m.id = e.mandate_id
LEFT JOIN entry_kind k ON k.id = e.kind_id
LEFT JOIN record_entry o ON o.id = e.supersedes_id
LEFT JOIN entry_payload p ON p.entry_id = e.id
LEFT JOIN log_leaf l ON l.entry_id = e.id
LEFT JOIN log_unsequenced q ON q.entry_id = e.id
LEFT JOIN entry_erasure x ON x.entry_id = e.id
"""
_SPELLED = {
    "sqlite": {
        "public_id": "e.public_id",
        "congress": "c.public_id",
        "mandate": "m.public_id",
        "supersedes": "o.public_id",
        "occurred_on": "e.occurred_on",
        "recorded_at": "e.recorded_at",
    },
    "postgresql": {
        "public_id": "e.public_id::text",
        "congress": "c.public_id::text",
        "mandate": "m.public_id::text",
        "supersedes": "o.public_id::text",
        "occurred_on": "to_char(e.occurred_on, 'YYYY-MM-DD')",
        "recorded_at": """to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24\\:MI\\:SS.US"Z"')""",
    },
}


def stored_rows(
    connection: Connection, which: str = "", given: Mapping[str, Any] | None = None
) -> Iterator[list[StoredRow]]:
    """Entries in the order of their numbers, some thousand at a time; no more than that is held.

    Args:
        connection: reads in the transaction that it is in.
        which: a WHERE clause over `e` (record_entry) and `m` (mandate).
        given: its parameters.
    """
    statement = _COLUMNS.format(**_SPELLED[connection.dialect.name])
    make = _from_sqlite if connection.dialect.name == "sqlite" else StoredRow._make
    for rows in in_parts(connection, f"{statement} {which} ORDER BY e.id", given):
        yield [make(row) for row in rows]


def in_parts(connection: Connection, statement: str, given: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """The rows of a statement, `ROWS_AT_ONCE` at a time, read from a cursor that stays with the server."""
    streamed = text(statement).execution_options(yield_per=ROWS_AT_ONCE)
    with connection.execute(streamed, given or {}) as result:
        yield from result.partitions(ROWS_AT_ONCE)


def _from_sqlite(row: tuple[Any, ...]) -> StoredRow:
    """SQLite keeps UUIDs as 32 digits and instants with a blank."""
    (entry_id, public_id, congress, mandate, kind, source, key, day, instant, old_id, old, *rest) = row
    return StoredRow(
        entry_id,
        _dashed(public_id),
        _dashed(congress),
        _dashed(mandate),
        kind,
        source,
        key,
        day,
        f"{instant[:10]}T{instant[11:]}Z",
        old_id,
        _dashed(old),
        *rest,
    )


def _dashed(digits: Any) -> Any:
    if digits is None:
        return None
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
