"""The audit log only grows: the database itself refuses to change or empty it."""

from __future__ import annotations

import pytest

from lms import audit
from lms.core.database import transaction
from tests.factories import NOW
from tests.support.append_only import assert_refused

pytestmark = pytest.mark.usefixtures("database")

REPLACED = {
    "sqlite": "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event",
    "postgresql": "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET action = 'x'",
}


@pytest.fixture
def _an_act(database: str) -> None:
    with transaction() as session:
        audit.record(session, actor=None, action="congress.founded", subject=("congress", None), now=NOW)


@pytest.mark.usefixtures("_an_act")
def test_an_act_can_not_be_rewritten() -> None:
    assert_refused("UPDATE audit_event SET action = 'x'")


@pytest.mark.usefixtures("_an_act")
def test_an_act_can_not_be_deleted() -> None:
    assert_refused("DELETE FROM audit_event")


@pytest.mark.usefixtures("_an_act")
def test_an_act_can_not_be_replaced(engine_name: str) -> None:
    assert_refused(REPLACED[engine_name])


@pytest.mark.usefixtures("_an_act")
def test_the_log_can_not_be_emptied_at_once(engine_name: str) -> None:
    """SQLite has no TRUNCATE: there a DELETE without a condition is the same act."""
    assert_refused({"sqlite": "DELETE FROM audit_event WHERE 1", "postgresql": "TRUNCATE audit_event"}[engine_name])
