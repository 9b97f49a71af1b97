"""The migrations lead where the models are: tables, CHECKs, partial indexes and triggers, up and down, on both engines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, inspect, text

from lms.core import migrations
from lms.core.database import db
from lms.models import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.support.databases import Databases

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1""",
}


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[str]:
    """A database without any table, bound."""
    url = databases.copy()
    databases.fresh()
    db.bind(url, owner_url=databases.owner_url(url))
    with db.owner() as engine:
        metadata.drop_all(engine)
    yield url
    db.dispose()
    databases.forget()


def shape(engine: Engine) -> dict[str, Any]:
    """All that a migration can get wrong about each table, in words that two databases can be compared by."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], each["default"])
                for each in inspector.get_columns(table)
            },
            "checks": {str(each["name"]): _plain(each["sqltext"]) for each in inspector.get_check_constraints(table)},
            "uniques": {str(each["name"]): each["column_names"] for each in inspector.get_unique_constraints(table)},
            "keys": {
                str(each["name"]): (each["constrained_columns"], each["referred_table"])
                for each in inspector.get_foreign_keys(table)
            },
            "indexes": {
                str(each["name"]): (each["column_names"], each["unique"], _plain(_where(each)))
                for each in inspector.get_indexes(table)
            },
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def triggers(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(text(TRIGGERS[engine.dialect.name])).all()
    return {name: _plain(sql) for name, sql in rows}


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def test_an_upgraded_database_equals_a_fresh_one(empty_database: str, databases: Databases) -> None:
    migrations.upgrade()
    fresh = create_engine(databases.copy())
    assert shape(db.engine) == shape(fresh)
    assert triggers(db.engine) == triggers(fresh) != {}
    fresh.dispose()


def test_the_models_hold_nothing_that_no_migration_makes(empty_database: str) -> None:
    migrations.upgrade()
    assert migrations.differences(metadata) == []
    assert migrations.current() == migrations.head()


def test_what_goes_up_comes_down_and_goes_up_again(empty_database: str) -> None:
    migrations.upgrade()
    migrations.downgrade("base")
    assert shape(db.engine) == {}
    migrations.upgrade()
    assert {table for table in shape(db.engine) if "_fts" not in table} == set(metadata.tables)
