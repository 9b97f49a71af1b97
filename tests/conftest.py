"""Fixtures that every test may use. `--engine` picks the database engine; each test gets a database of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as chance

from lms.core import blobs, crypto, keys
from lms.core.blob_store import LocalStore
from lms.core.database import db
from lms.core.settings import Settings
from lms.core.settings import current as current_settings
from lms.core.settings import use as use_settings
from tests.support.databases import Databases, databases_for
from tests.support.http import HouseClient
from tests.support.memory import roomy_folder
from tests.support.postgres_server import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


# No property fails for being slow: a busy machine is no fault. The same examples each time: what is red stays red.
chance.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
chance.load_profile("house")

# Files whose every test takes long, for it walks the whole site; the longest first.
LONGEST = ("test_every_page.py", "test_first_view.py", "test_year_walk.py", "test_matrix.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite", help="the database engine")


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL server for all workers, unless one was given, and let all of them write to memory."""
    is_worker = hasattr(config, "workerinput")
    memory = roomy_folder()
    if memory is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)
    if config.getoption("--engine") == "postgresql" and not is_worker:
        server = start_server()
        config.add_cleanup(server.stop)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that no process is still at it when the others have long finished."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_report_header(config: pytest.Config) -> str:
    return f"engine: {config.getoption('--engine')}"


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def databases(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    source = databases_for(engine_name, tmp_path_factory.mktemp("databases"))
    yield source
    db.dispose()
    source.close()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data_dir: Path = tmp_path_factory.mktemp("data")
    crypto.use(keys.create(data_dir / "keys" / "keys.json"))
    blobs.use(LocalStore(data_dir / "blobs"))
    chosen = Settings(data_dir=data_dir, secure_cookies=False, development=True, demonstration=True)
    use_settings(chosen)
    return chosen


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    """An empty blob store of this test's own."""
    before = blobs.current_store()
    mine = LocalStore(tmp_path / "blobs")
    blobs.use(mine)
    yield mine
    if before is not None:
        blobs.use(before)


@pytest.fixture(autouse=True)
def _the_process_stays_as_it_was(settings: Settings) -> Iterator[None]:
    """Settings, keys and files are one each for the process: whoever took others gives them back, for the next test."""
    before = current_settings(), crypto.ring(), blobs.current_store()
    yield
    assert (current_settings(), crypto.ring(), blobs.current_store()) == before, "left to the next test"


@pytest.fixture
def database(databases: Databases, settings: Settings) -> Iterator[str]:
    """An empty database of this test's own, bound to `lms.core.database.db`; its URL."""
    url = databases.fresh()
    yield url
    db.session.remove()


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    """The whole application. It holds no state, so one serves all tests."""
    from lms.app import create_app  # Importing every room is not needed for tests of one.

    application = create_app(settings)
    application.testing = True
    application.test_client_class = HouseClient
    return application


@pytest.fixture(scope="session")
def laid_databases(app: Flask, engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Copies of the small year. The application comes first: with it come the jobs and events of every room."""
    from tests.support.site import lay_small_year  # It, too, imports every room.

    source = databases_for(engine_name, tmp_path_factory.mktemp("laid"), prepare=lay_small_year)
    yield source
    db.dispose()
    source.close()


@pytest.fixture
def laid_site(laid_databases: Databases) -> Iterator[str]:
    """The small year in a database of this test's own, bound; its URL."""
    yield laid_databases.fresh()
    db.session.remove()


@pytest.fixture
def client(app: Flask, database: str) -> HouseClient:
    """A browser that nobody has signed in with. It sends the CSRF token unless told not to."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    return client
