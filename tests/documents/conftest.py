from __future__ import annotations

import pytest

from lms.core import settings as process


@pytest.fixture(autouse=True)
def started(settings):
    """Documents look for fonts where this process's settings say."""
    process.use(settings)
