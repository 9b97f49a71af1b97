"""What tests of the cellar share."""

from __future__ import annotations

import pytest
from alembic import command

from lms.core import migrations, rights


@pytest.fixture
def migrated(database: str) -> str:
    """A database that says it is at the newest revision: tests make their tables without migrations."""
    command.stamp(migrations.configuration(), "head")
    rights.grant()
    return database
