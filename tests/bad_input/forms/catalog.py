"""Forms and addresses of courses, their search, and authoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bad_input.forms.known import PAGE, Good

if TYPE_CHECKING:
    from collections.abc import Callable

_QUESTION = {
    "lesson": "",
    "kind": "single",
    "text": "谁监督政府？",
    "options-0-text": "人大",
    "options-0-is_right": "y",
    "options-1-text": "法院",
    "statement": "",
    "explanation": "宪法这样规定。",
    "source": "宪法第三条",
    "seen": "0",
}


FORMS: dict[str, Callable[[], Good]] = {
    "authoring.save_about": lambda: Good(
        {
            "title": "监督法要点",
            "summary": "人大怎样监督。",
            "node": "",
            "topic": "监督",
            "audience": "",
            "lecturer": "课程编写组",
            "lecturer_title": "",
            "basis-0-title": "监督法",
            "basis-0-articles": "第一条",
            "basis-0-as_of": "2024-11-08",
            "seen": "0",
        }
    ),
    "authoring.start": lambda: Good({"title": "监督法要点"}),
    "course_review.decline": lambda: Good({"reason": "请补充依据", "revision": "0"}),
    "course_review.send_back": lambda: Good({"reason": "请补充依据", "revision": "0"}),
    "course_review.withdraw_course": lambda: Good({"reason": "依据已修改"}),
    "credit_hours.change": lambda: Good(
        {
            "shortest": "0.25",
            "bands-0-bound": "from",
            "bands-0-minutes": "10",
            "bands-0-hours": "0.5",
            "instead_of": "1",
        }
    ),
    "draft_parts.add_lesson": lambda: Good({"title": "什么是监督", "text": "## 要点\n\n依法监督。", "seen": "0"}),
    "draft_parts.add_question": lambda: Good(_QUESTION),
    "draft_parts.move": lambda: Good({"direction": "up"}),
    "draft_parts.save_lesson": lambda: Good({"title": "什么是监督", "text": "## 要点\n\n依法监督。", "seen": "0"}),
    "draft_parts.save_question": lambda: Good(_QUESTION),
}
BUTTONS = frozenset(
    {
        "authoring.discard",
        "authoring.take_over",
        "course_review.approve",
        "course_review.pass_on",
        "course_review.submit",
        "draft_parts.remove",
        "question_imports.add",
        "question_imports.put_away",
    }
)
APART = frozenset(
    {
        "draft_packages.add",
        "draft_parts.put_captions",
        "draft_parts.put_video",
        "question_imports.hand_in",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "search.index": PAGE | {"q": "代表"},
}
