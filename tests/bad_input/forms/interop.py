"""Forms and addresses of the tokens of other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bad_input.forms.known import PAGE, Good, day

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: dict[str, Callable[[], Good]] = {
    "api_tokens.ask": lambda: Good(
        {
            "name": "会议系统",
            "system": "meetings",
            "scopes": "entries:write",
            "body": "",
            "expires_on": day(90),
        }
    ),
}
BUTTONS = frozenset(
    {
        "api_tokens.decline",
        "api_tokens.grant",
        "api_tokens.revoke",
        "api_tokens.take_out",
    }
)
APART = frozenset(
    {
        "api.send_entries",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "api_tokens.index": PAGE,
}
