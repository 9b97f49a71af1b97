"""A congress that asks something of its deputies."""

from __future__ import annotations

import pytest

import lms.handlers  # noqa: F401  # Whoever hears of a new mandate must be known before it is told.
from tests.learning.required.cast import Cast


@pytest.fixture
def cast(database: str) -> Cast:
    return Cast()
