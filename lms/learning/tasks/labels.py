"""The words of study tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import N_, format_day
from lms.core.i18n import gettext as _
from lms.learning.required.labels import body_name, deadline_words, state_tag
from lms.learning.tasks.models import MetBy
from lms.learning.tasks.states import UNIT_STATE, UnitState

if TYPE_CHECKING:
    from datetime import date

    from lms.learning.tasks.models import StudyTask

__all__ = ("MET_BY", "body_name", "deadline_words", "happened", "state_tag", "unit_tag", "way_name", "ways_words")

MET_BY = {
    MetBy.SESSION: N_("Attending a study session on the topic"),
    MetBy.VIEWING: N_("Group viewing"),
    MetBy.OWN_CLASS: N_("A class of the unit's own"),
}


def way_name(way: MetBy) -> str:
    """What satisfies a task, for its reader."""
    return _(MET_BY[way])


def ways_words(task: StudyTask) -> str:
    """Everything that satisfies a task, its courses first."""
    courses = [_("Completing the courses online")] if task.study.courses else []
    return _("; ").join([*courses, *(way_name(way) for way in task.ways)])


def unit_tag(state: UnitState) -> tuple[str, str]:
    """The word for a unit's state, and the tone of its tag."""
    words, tone = UNIT_STATE[state]
    return _(words), tone


def happened(title: str, day: date) -> str:
    """What was done and when; what was erased from the record has no title left."""
    return _("%(title)s, %(day)s", title=title or _("Details erased"), day=format_day(day))
