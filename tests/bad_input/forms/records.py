"""Forms and addresses of the performance record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bad_input.forms.known import UNKNOWN_ID, Good, day, free_mandate

if TYPE_CHECKING:
    from collections.abc import Callable

_VALUES = {"kind": "course_completion", "occurred_on": day(-9), "title": "代表法要点", "details": "补正"}


FORMS: dict[str, Callable[[], Good]] = {
    "checks.open_period": lambda: Good({"starts_on": day(-30), "ends_on": day(-1), "working_days": "10"}),
    "corrections.decide": lambda: Good({"outcome": "refuse", "reason": "与原始凭证一致"}),
    "corrections.propose": lambda: Good({"what": "change", "reason": "日期有误", **_VALUES}),
    "diary.write": lambda: Good(
        {
            "key": UNKNOWN_ID,
            "kind": "inspection",
            "occurred_on": day(-3),
            "title": "视察义务教育学校",
            "text": "走访三所学校。",
        }
    ),
    "diary_desk.send_back": lambda: Good({"reason": "请补充时间和地点"}),
    "entry_kinds.add": lambda: Good(
        {
            "code": "field_visit",
            "head": "activities",
            "name": "走访",
            "name_en": "Visit",
            "sources": "unit",
            "readers": "offices",
        }
    ),
    "entry_kinds.change": lambda: Good({"name": "走访", "name_en": "Visit", "sources": "unit", "readers": "offices"}),
    "entry_workbooks.enter": lambda: Good({"choice": "good_rows"}),
    "erasures.decide": lambda: Good({"outcome": "refuse", "reason": "依据不足"}),
    "erasures.propose": lambda: Good({"ground": "47_4", "reason": "误录他人信息"}),
    "objections.answer": lambda: Good({"outcome": "reject", "reason": "与签到记录一致", **_VALUES}),
    "objections.file": lambda: Good({"text": "日期写错了"}),
    "objections.file_missing": lambda: Good({"happened_on": day(-5), "text": "参加了专题调研，没有登记"}),
    "trained_rule.change": lambda: Good({"counting": "course_completion", "instead_of": ""}),
    "unit_recordings.draft": lambda: Good(
        {
            "key": UNKNOWN_ID,
            "kind": "inspection",
            "occurred_on": day(-3),
            "title": "视察义务教育学校",
            "details": "走访三所学校。",
            "deputies": free_mandate(),
        }
    ),
}
BUTTONS = frozenset(
    {
        "checks.confirm",
        "checks.issue",
        "diary.submit",
        "diary.withdraw",
        "diary_desk.verify",
        "entry_kinds.reopen",
        "entry_kinds.retire",
        "entry_workbooks.put_away",
        "unit_recordings.discard",
        "unit_recordings.post",
    }
)
APART = frozenset(
    {
        "entry_workbooks.hand_in",
    }
)
