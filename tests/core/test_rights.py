"""The application's role can only add to what only grows; one that could do more is not served. SQLite has no roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from lms.core import migrations, rights
from lms.core.append_only import APPEND_ONLY
from lms.core.database import db
from lms.core.serve import RefusedToServe, check
from lms.core.settings import Settings, SettingsError, from_environment

if TYPE_CHECKING:
    from tests.support.databases import Databases

RIGHTS = "SELECT privilege_type FROM information_schema.table_privileges WHERE grantee = :role AND table_name = :name"


def rights_of(role: str, table: str) -> set[str]:
    with db.engine.connect() as connection:
        return set(connection.scalars(text(RIGHTS), {"role": role, "name": table}))


@pytest.fixture
def role(migrated: str, engine_name: str) -> str | None:
    """The role that the application works as, where there are roles."""
    return db.engine.url.username if engine_name == "postgresql" else None


def test_it_reads_and_adds_to_what_only_grows_and_nothing_more(role: str | None) -> None:
    found = {table: rights_of(role, table) for table in APPEND_ONLY} if role else {}
    assert {table for table, its in found.items() if its != {"SELECT", "INSERT"}} == set()
    assert db.has_owner == (role is not None)
    assert rights.too_wide() == []


@pytest.mark.parametrize("knows_the_owner", [True, False])
def test_a_role_that_could_change_the_record_is_not_served(
    role: str | None, migrated: str, databases: Databases, *, knows_the_owner: bool
) -> None:
    excess = {"UPDATE": "record_entry", "TRUNCATE": "audit_event"} if role else {}
    with db.owner() as engine, engine.begin() as connection:
        for right, table in excess.items():
            connection.execute(text(f"GRANT {right} ON {table} TO {role}"))
    if not knows_the_owner:
        db.bind(migrated)
        databases.forget()
    assert rights.too_wide() == sorted(excess.values())
    if excess:
        with pytest.raises(RefusedToServe, match="audit_event, record_entry"):
            check("127.0.0.1", 8000, Settings())


def test_an_upgrade_gives_the_rights_by_itself(role: str | None) -> None:
    with db.owner() as engine, engine.begin() as connection:
        for table in ("record_entry", "account") if role else ():
            connection.execute(text(f"REVOKE ALL ON {table} FROM {role}"))
        if role:
            connection.execute(text(f"GRANT UPDATE ON audit_event TO {role}"))
    migrations.upgrade()
    assert rights.too_wide() == []
    expected = {"SELECT", "INSERT"} if role else set()
    assert (rights_of(role, "record_entry") if role else set()) == expected


def test_where_the_application_owns_the_tables_it_is_left_so(database: str, databases: Databases) -> None:
    db.bind(databases.owner_url(database) or database)
    databases.forget()
    rights.grant()
    assert rights.too_wide() == []


def test_an_owner_without_postgresql_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(SettingsError, match="LMS_DATABASE_OWNER_URL"):
        from_environment({"LMS_DATABASE_OWNER_URL": "postgresql://owner@/lms"})
