"""What tests of the cellar share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core import blobs
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
