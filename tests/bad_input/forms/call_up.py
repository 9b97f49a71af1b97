"""Forms and addresses of official letters, call-ups and calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bad_input.forms.known import PAGE, Good, day

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: dict[str, Callable[[], Good]] = {
    "call_up.begin": lambda: Good(
        {
            "change": "postponed",
            "arrival_on": day(30),
            "starts_on": day(31),
            "ends_on": day(33),
            "listed_venue": "",
            "venue": "上海",
            "reason": "会场维修",
            "bring": "代表证",
            "answer_by": day(25),
        }
    ),
    "call_up.sign": lambda: Good({"seen": "0" * 32}),
    "letters.mend_address": lambda: Good({"address": "某市某路2号", "email": "letters@example.org"}),
    "letters.note_delivery": lambda: Good({"to": "sent", "note": "挂号信"}),
    "letters.set_letterhead": lambda: Good({"issuer": "常委会办公厅", "mark": "常办函", "contact": "联络处"}),
}
BUTTONS = frozenset(
    {"call_up.check", "call_up.set_aside", "letters.note_posted", "my_call_up.make", "my_call_up.revoke"}
)
# A file: tests/study_sessions/answer_workbooks/test_pages.py, tests/notices/test_letter_pages.py.
APART = frozenset({"answer_workbooks.hand_in", "letters.keep_sealed_copy"})
ADDRESSES: dict[str, dict[str, str]] = {"letters.index": PAGE | {"state": "bounced"}}
