"""Packages from before they had parts: what people kept of them stays as it is, and so do they when it is taken back."""

from __future__ import annotations

import uuid

from sqlalchemy import text

from lms.core import migrations, rights
from lms.core.database import db, transaction
from tests.core.test_migrations import empty_database

__all__ = ["empty_database"]

SHA = "a" * 64
NEVER = "2026-01-01 00:00:00+00:00"
BEFORE = (
    f"INSERT INTO blob (sha256, size, media_type, last_put_at) VALUES ('{SHA}', 1, 'application/zip', '{NEVER}')",
    "INSERT INTO package (sha256, standard, title, launch, mastery_score, launch_data, created_at) "
    f"VALUES ('{SHA}', 'scorm_12', '预算怎么看', 'index.html?a=1', '80', '起始', '{NEVER}')",
    "INSERT INTO person (id, public_id, name, sort_key, pinyin, pinyin_initials, created_at) "
    f"VALUES (1, '{{public_id}}', '王芳', 'w', 'wang fang', 'wf', '{NEVER}')",
    "INSERT INTO package_state (person_id, package_sha256, completion, success, location, suspend_data, score_raw, "
    "score_scaled, is_suspended, total_ms, updated_at) "
    f"VALUES (1, '{SHA}', 'completed', '', '第3页', '答案=乙;', '40', '', true, 90000, '{NEVER}')",
)
KEPT = (
    "SELECT person_id, package_sha256, completion, success, location, suspend_data, score_raw, score_scaled, "
    "is_suspended, total_ms, updated_at FROM package_state"
)
PART = "SELECT launch, mastery_score, launch_data FROM "


def rows(statement):
    found = [tuple(row) for row in db.session.execute(text(statement)).all()]
    db.session.remove()
    return found


def test_the_only_part_is_the_first_and_what_was_kept_of_it_is_unchanged(empty_database: str) -> None:
    migrations.upgrade("0016")
    with transaction() as session:
        for statement in BEFORE:
            session.execute(text(statement.replace("{public_id}", uuid.uuid4().hex)))
    kept, part = rows(KEPT), rows(PART + "package")
    migrations.upgrade("0017")
    assert rows(KEPT) == kept
    assert rows("SELECT part, completed_at FROM package_state") == [(0, None)]
    assert rows(PART + "package_part WHERE position = 0 AND depth = 0 AND kind = 'sco'") == part
    migrations.downgrade("0016")
    rights.grant()
    assert (rows(KEPT), rows(PART + "package")) == (kept, part)
