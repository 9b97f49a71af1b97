"""Kinds from before rules had a time: what counted then counts as known at any instant."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from sqlalchemy import text

from lms.core import migrations
from lms.core.database import db, transaction
from tests.core.test_migrations import empty_database

__all__ = ["empty_database"]

CONGRESS = (
    "INSERT INTO congress (id, public_id, code, level, name, name_en, grassroots_compositions) "
    "VALUES (1, '{public_id}', 'npc', 'national', 'n', 'n', '[]')"
)
KIND = (
    "INSERT INTO entry_kind (id, congress_id, code, head, name, name_en, counts_as_trained) "
    "VALUES ({id}, 1, '{code}', 'study', 'n', 'n', {counts})"
)


def test_the_column_becomes_the_first_rule_of_each_kind_and_goes_back(empty_database: str) -> None:
    migrations.upgrade("0003")
    with transaction() as session:
        session.execute(text(CONGRESS.format(public_id=uuid.uuid4().hex)))
        for number, code, counts in ((1, "course_completion", "false"), (2, "seminar", "true")):
            session.execute(text(KIND.format(id=number, code=code, counts=counts)))
    migrations.upgrade("0004")
    rules = db.session.execute(text("SELECT kind_id, counts_as_trained FROM entry_kind_rule ORDER BY kind_id")).all()
    assert [(kind, bool(counts)) for kind, counts in rules] == [(1, False), (2, True)]
    since = db.session.execute(text("SELECT DISTINCT recorded_at FROM entry_kind_rule")).scalar_one()
    assert str(since).startswith("1970-01-01") or since == datetime(1970, 1, 1, tzinfo=UTC)
    sources = db.session.execute(text("SELECT sources FROM entry_kind ORDER BY id")).scalars().all()
    assert sources == ["", "api diary excel unit"]
    db.session.remove()
    migrations.downgrade("0003")
    kept = db.session.execute(text("SELECT counts_as_trained FROM entry_kind ORDER BY id")).scalars().all()
    assert [bool(each) for each in kept] == [False, True]
