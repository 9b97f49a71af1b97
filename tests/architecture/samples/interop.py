"""Samples of the interface for other systems: two tokens, one asked for and one granted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lms.core import clock
from lms.core.permissions import Role
from lms.interop.tokens import operations as tokens
from lms.interop.tokens.models import ApiToken, Scope, TokenState
from tests.architecture.samples.known import actor, in_state


def lay() -> None:
    """Two tokens of another system."""
    now = clock.now()
    asks, grants = actor("business", Role.BUSINESS_ADMIN), actor("security", Role.SECURITY_ADMIN)
    wish = tokens.Wish(
        system="meetings",
        name="会议系统",
        scopes={Scope.ENTRIES_WRITE, Scope.ENTRIES_READ},
        expires_on=clock.local_date(now) + timedelta(days=100),
    )
    _requested, granted = (tokens.request(wish, actor=asks, now=now) for _ in range(2))
    tokens.grant(granted, actor=grants, now=now)


SAMPLES: dict[str, Any] = {
    "api_tokens.take_out": lambda: in_state(ApiToken, TokenState.GRANTED),
    "api_tokens.revoke": lambda: in_state(ApiToken, TokenState.GRANTED),
    "api_tokens": lambda: in_state(ApiToken, TokenState.REQUESTED),
}
