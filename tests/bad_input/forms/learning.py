"""Forms and addresses of taking courses, required study and group viewing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import Course, Lesson, LessonKind
from lms.core.database import db
from lms.learning.tasks.models import StudyTaskReport
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.people.models import Congress
from tests.bad_input.forms.known import PAGE, TIMES, UNKNOWN_ID, Good, day, free_mandate

if TYPE_CHECKING:
    from collections.abc import Callable


def _lesson() -> str:
    """A lesson of the course on which addresses are tried."""
    videos = select(Lesson.public_id).join(Lesson.course).join(Congress, Congress.id == Course.congress_id)
    wanted = videos.where(Congress.code == "npc", Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
    return str(db.session.scalars(wanted.order_by(Lesson.id)).first())


def _viewing() -> str:
    """A viewing that the unit can name."""
    confirmed = select(GroupViewing.public_id).where(GroupViewing.state == ViewingState.CONFIRMED)
    return str(db.session.scalars(confirmed.order_by(GroupViewing.id)).first())


def _report() -> str:
    """What the unit handed in last."""
    return str(db.session.scalars(select(StudyTaskReport.public_id).order_by(StudyTaskReport.id.desc())).first())


FORMS: dict[str, Callable[[], Good]] = {
    "group_viewings.record": lambda: Good(
        {
            "key": UNKNOWN_ID,
            "held_on": day(-3),
            "place": "代表之家",
            "lessons": _lesson(),
            "deputies": free_mandate(),
        }
    ),
    "lesson_notes.write": lambda: Good({"content": "先到现场看。", "second": "83"}),
    "required_study.export": lambda: Good({**TIMES, "unit": "", "state": ""}),
    "required_study.set_study": lambda: Good(
        {"title": "新任代表必修课", "asked_of": "all", "is_induction": "", "due_on": day(60), "days": "30"}
    ),
    "required_study_decisions.exempt": lambda: Good({"reason": "长期病假"}),
    "required_study_decisions.withdraw": lambda: Good({"reason": "课程将修订"}),
    "study_task_units.report": lambda: Good({"key": UNKNOWN_ID, "viewings": _viewing(), "words": "其余代表另行安排。"}),
    "study_task_units.send_back": lambda: Good({"report": _report(), "reason": "请补充名单"}),
    "study_tasks.give": lambda: Good(
        {
            "title": "监督法学习",
            "text": "请组织代表学习监督法。",
            "given_to": "all",
            "met_by": "own_class",
            "due_on": day(60),
        }
    ),
    "self_tests.answer": lambda: Good({"option": "1"}),
}
BUTTONS = frozenset(
    {
        "group_viewings.confirm",
        "group_viewings.withdraw",
        "learning.reading",
        "lesson_notes.remove",
        "required_study_decisions.ask_again",
    }
)
APART = frozenset(
    {
        "learning.beats",
        "learning.playback",
        "packages.look",
        "packages.start",
        "packages.state",
    }
)
ADDRESSES: dict[str, dict[str, str]] = {
    "group_viewings.courses": PAGE,
    "group_viewings.index": PAGE,
    "learning.index": PAGE | {"topic": "法律", "node": "law", "audience": "newly_elected"},
    "self_tests.question": {"again": "1"},
}
