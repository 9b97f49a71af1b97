"""A congress with its posts."""

from __future__ import annotations

import pytest

from lms.core.permissions import Role
from tests.factories import make_congress, make_electing_body, make_term
from tests.support.accounts import make_deputy, make_staff


@pytest.fixture
def house(client):
    """A congress with its posts, a liaison of one unit, a deputy of it and one of another unit."""
    congress = make_congress()
    term = make_term(congress)
    body, other = make_electing_body(term), make_electing_body(term)
    return {
        "congress": congress,
        "body": body,
        "deputy": make_deputy(body),
        "stranger": make_deputy(other),
        "liaison": make_staff(Role.LIAISON, body=body),
        "system": make_staff(Role.SYSTEM_ADMIN, congress),
        "security": make_staff(Role.SECURITY_ADMIN, congress),
        "auditor": make_staff(Role.AUDITOR, congress),
    }
