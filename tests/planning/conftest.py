"""A congress that plans."""

from __future__ import annotations

import pytest

import lms.handlers  # noqa: F401  # Study sessions must have said what they are to planning.
from tests.planning.cast import Cast


@pytest.fixture
def cast(database: str) -> Cast:
    return Cast()
