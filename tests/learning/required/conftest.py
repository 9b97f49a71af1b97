"""A congress that asks something of its deputies."""

from __future__ import annotations

import pytest

from tests.learning.required.cast import Cast


@pytest.fixture
def cast(database: str) -> Cast:
    return Cast()
