"""What watches over the platform is told whether it works, and nothing else."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.core import clock
from lms.core.database import db
from lms.core.jobs import heartbeat
from tests.factories import NOW


@pytest.fixture
def healthy(client, migrated, store):
    """A platform in order."""
    heartbeat.beat(started_at=NOW, now=NOW)
    with clock.frozen_at(NOW):
        yield client


def failing(client):
    answer = client.get("/healthz")
    return answer.status_code, [name for name, passes in answer.json["checks"].items() if not passes]


def test_all_is_well(healthy):
    assert failing(healthy) == (200, [])
    assert healthy.get("/healthz").json["status"] == "ok"


def test_a_worker_not_seen_for_a_while_is_told(healthy):
    with clock.frozen_at(NOW + heartbeat.ALIVE_WITHIN + timedelta(seconds=1)):
        assert failing(healthy) == (503, ["worker"])


def test_tables_of_another_release_are_told(healthy):
    with db.owner() as engine, engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    assert failing(healthy) == (503, ["migrations"])


def test_a_lost_disk_is_told(healthy, store):
    shutil.rmtree(store.root)
    assert failing(healthy) == (503, ["blobs"])


def test_the_answer_names_checks_and_nothing_of_the_data(healthy):
    assert set(healthy.get("/healthz").json) == {"status", "checks"}
