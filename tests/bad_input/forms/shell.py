"""Forms and addresses of the shell and of what all rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bad_input.forms.known import PAGE, TIMES, UNKNOWN_ID, Good, day

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: dict[str, Callable[[], Good]] = {
    "preferences.elder_mode": lambda: Good({"on": "1", "back": "/"}),
    "preferences.language": lambda: Good({"language": "en", "back": "/"}),
    "reports.export": lambda: Good({**TIMES, "format": "csv"}),
}
BUTTONS = frozenset(
    {
        "jobs.retry",
        "jobs.retry_deliveries",
        "notices.read",
        "notices.read_all",
    }
)
APART = frozenset(
    {
        "audit.export",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "assets.stylesheet": {"v": "1"},
    "audit.index": {
        "since": day(-9),
        "until": day(),
        "action": "sign_in.ended",
        "account": "1",
        "subject": UNKNOWN_ID,
        "refused": "y",
        "older_than": "9",
    },
    "jobs.index": PAGE | {"state": "done"},
    "notices.inbox": PAGE,
    "reports.index": TIMES,
    "reports.new_export": TIMES,
    "styleguide.index": PAGE | {"mode": "elder", "order": "name"},
}
