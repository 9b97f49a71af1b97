"""What tests of the cellar share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command

from lms.core import blobs, migrations, rights
from lms.core.blob_store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    """An empty blob store of this test's own."""
    before = blobs.current_store()
    mine = LocalStore(tmp_path / "blobs")
    blobs.use(mine)
    yield mine
    if before is not None:
        blobs.use(before)


@pytest.fixture
def migrated(database: str) -> str:
    """A database that says it is at the newest revision: tests make their tables without migrations."""
    command.stamp(migrations.configuration(), "head")
    rights.grant()
    return database
