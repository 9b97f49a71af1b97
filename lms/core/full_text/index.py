"""The index over a column of tokens: FTS5 on SQLite, a GIN index over `tsvector` on PostgreSQL.

Neither is in the metadata, which has no words for them: the first is a virtual table that follows its table by
triggers, the second rests on a column that the database computes. `is_comparable` keeps Alembic from taking them for
leftovers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import DDL, column, event, false, func, literal_column, table, text

from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Table

    from lms.core.full_text.grams import Phrase

INDEXED: set[str] = set()


_SQLITE = (
    "CREATE VIRTUAL TABLE {name}_fts USING fts5(grams, content='{name}', content_rowid='id', tokenize='ascii')",
    """
    CREATE TRIGGER {name}_found AFTER INSERT ON {name}
    BEGIN INSERT INTO {name}_fts(rowid, grams) VALUES (new.id, new.grams); END
    """,
    """
    CREATE TRIGGER {name}_lost AFTER DELETE ON {name}
    BEGIN INSERT INTO {name}_fts({name}_fts, rowid, grams) VALUES ('delete', old.id, old.grams); END
    """,
)
# The vector is kept: a phrase is looked up in the index by its tokens, and in the vector by their places.
_POSTGRESQL = (
    "ALTER TABLE {name} ADD COLUMN gram_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', grams)) STORED",
    "CREATE INDEX ix_{name}_gram_vector ON {name} USING gin (gram_vector)",
)


def statements(name: str, dialect: str) -> Iterator[str]:
    """The DDL that indexes `name.grams`; the table has an `id`. On SQLite as the manual of FTS5 asks for."""
    return (" ".join(each.format(name=name).split()) for each in (_SQLITE if dialect == "sqlite" else _POSTGRESQL))


def index_grams(indexed: Table) -> None:
    """Index a table's column `grams` whenever the metadata creates it. Rows are added and deleted, never updated."""
    INDEXED.add(indexed.name)
    for dialect in ("sqlite", "postgresql"):
        for ddl in statements(indexed.name, dialect):
            once = DDL(ddl)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped.
            event.listen(indexed, "after_create", once.execute_if(dialect=dialect))
    gone = DDL(f"DROP TABLE IF EXISTS {indexed.name}_fts")  # type: ignore[no-untyped-call]  # As above.
    event.listen(indexed, "before_drop", gone.execute_if(dialect="sqlite"))


def holds(indexed: Table, asked: Sequence[Phrase]) -> ColumnElement[bool]:
    """The rows of an indexed table that hold every phrase; none if there is none to look for."""
    if not asked:
        return false()
    if db.is_sqlite:
        fts = table(f"{indexed.name}_fts", column("rowid"))
        found = fts.select().where(text(f"{fts.name} MATCH :asked").bindparams(asked=_for_fts5(asked)))
        return indexed.c.id.in_(found)
    vector: ColumnElement[Any] = literal_column(f"{indexed.name}.gram_vector")
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), _for_tsquery(asked)))


def is_comparable(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Alembic's `include_object`: everything but the indexes made here."""
    if kind == "table":
        return not any(str(name).startswith(f"{each}_fts") for each in INDEXED)
    return not (kind in {"column", "index"} and str(name).endswith("gram_vector"))


def _for_fts5(asked: Sequence[Phrase]) -> str:
    return " AND ".join(f'"{" ".join(each.tokens)}"{" *" if each.is_open else ""}' for each in asked)


def _for_tsquery(asked: Sequence[Phrase]) -> str:
    return " & ".join(f"({' <-> '.join(each.tokens)}{':*' if each.is_open else ''})" for each in asked)
