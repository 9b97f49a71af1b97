"""What must be true before the platform serves, and that one worker works at a time."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import text

from lms.core import rights
from lms.core.database import db
from lms.core.jobs.leader import AdvisoryLeadership, leadership
from lms.core.serve import RefusedToServe, check, is_loopback
from lms.core.settings import Settings

OFFICE = Settings(demonstration=False)
DEMONSTRATION = Settings(demonstration=True)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104  # It is what must be refused.
        ("::", False),
        ("192.168.1.7", False),
        ("academy.example.cn", False),
    ],
)
def test_loopback_is_this_machine_alone(host, loopback):
    assert is_loopback(host) is loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "academy.example.cn"])  # noqa: S104  # As above.
def test_demonstration_accounts_are_refused_off_loopback(host):
    with pytest.raises(RefusedToServe, match="LMS_DEMONSTRATION"):
        check(host, 8000, DEMONSTRATION)


def test_tables_of_another_release_are_refused(database):
    with db.owner() as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    rights.grant()
    with pytest.raises(RefusedToServe, match="lms db upgrade"):
        check("127.0.0.1", 8000, OFFICE)


@pytest.fixture
def rivals(database):
    """Two workers' claims to be the active one."""
    both = leadership(), leadership()
    yield both
    for each in both:
        each.release()


def test_one_worker_is_active_and_the_next_takes_over_when_it_ends(rivals):
    first, second = rivals
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    assert not first.acquire()


def test_a_worker_that_lost_its_connection_has_lost_the_lock(rivals, engine_name):
    first, second = rivals
    assert first.acquire()
    if isinstance(first, AdvisoryLeadership):
        end_other_connections()
        assert not first.acquire()
    else:
        first._file.close()
        first._file = None
    assert second.acquire()


def end_other_connections():
    with db.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_an_address_in_use_is_refused_by_name(migrated):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RefusedToServe, match=f"127.0.0.1:{port}"):
            check("127.0.0.1", port, OFFICE)


def test_all_in_order_is_served(migrated):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    check("127.0.0.1", port, OFFICE)
