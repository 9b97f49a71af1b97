"""What a good form says at each address that takes one, and what each page takes from its address. Rooms say it.

A bad one differs from a good one in one field. A room's module has any of four tables:

- `FORMS`: a good form by endpoint.
- `BUTTONS`: they say nothing but what their address says.
- `APART`: tried by tests of their own: a file, JSON, a step that only a sign-in leads to, what takes a token.
- `ADDRESSES`: what a page takes from its address, with a good value of each.
"""

from __future__ import annotations

from typing import Any

from tests.bad_input.forms import call_up, catalog, interop, learning, people, planning, records, shell, study_sessions
from tests.bad_input.forms.known import Good

__all__ = ["ADDRESSES", "APART", "BUTTONS", "FORMS", "TAKEN_TOGETHER", "Good"]

_ROOMS = (shell, people, records, catalog, learning, planning, study_sessions, call_up, interop)


def _all(table: str, empty: Any) -> list[Any]:
    return [getattr(room, table, empty) for room in _ROOMS]


FORMS = {endpoint: form for forms in _all("FORMS", {}) for endpoint, form in forms.items()}
BUTTONS = frozenset[str]().union(*_all("BUTTONS", frozenset()))
APART = frozenset[str]().union(*_all("APART", frozenset()))
ADDRESSES = {endpoint: taken for addresses in _all("ADDRESSES", {}) for endpoint, taken in addresses.items()}
# Only a form takes its arguments all together; elsewhere one is enough, and the others would only narrow the list.
TAKEN_TOGETHER = frozenset({"study_sessions.apportionment", "planning.free_dates"})
