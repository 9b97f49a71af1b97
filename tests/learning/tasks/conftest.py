"""An organizer with two units, their liaisons and deputies, and what a unit can do about a task."""

from __future__ import annotations

import pytest

import lms.handlers  # noqa: F401  # Whoever hears of what happens must be known before it does.
from tests.learning.tasks.ways import Units


@pytest.fixture
def units(database: str) -> Units:
    return Units()
