"""Samples of taking courses: notes, required study, group viewing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.learning.notes import operations as lesson_notes
from lms.learning.notes.models import LessonNote
from lms.learning.required.models import RequiredStudy
from lms.learning.tasks.models import StudyTask
from lms.learning.viewings.models import GroupViewing, ViewingState
from tests.architecture.samples.catalog import lesson
from tests.architecture.samples.known import actor, first, hebei, in_state, mandate, npc


def lay() -> None:
    """A note of the deputy on the sample lesson."""
    lesson_notes.write(lesson(), "先到现场看。", second=None, actor=actor("deputy", Role.DEPUTY), now=clock.now())


def _required_study() -> Any:
    """The one that is asked of every deputy of the national congress."""
    return db.session.scalars(
        select(RequiredStudy.public_id).where(RequiredStudy.congress_id == npc()).order_by(RequiredStudy.id)
    ).first()


def _study_task() -> Any:
    """The one that the unit of Hebei handed in."""
    return db.session.scalars(
        select(RequiredStudy.public_id)
        .join(StudyTask, StudyTask.required_study_id == RequiredStudy.id)
        .order_by(RequiredStudy.id)
    ).first()


SAMPLES: dict[str, Any] = {
    "lesson_notes.note_id": lambda: first(LessonNote),
    "required_study.public_id": _required_study,
    "required_study_decisions.public_id": _required_study,
    "required_study_decisions.mandate_id": mandate,
    "study_tasks.public_id": _study_task,
    "study_task_units.public_id": _study_task,
    "study_task_units.body_id": hebei,
    "group_viewings.body_id": hebei,
    "group_viewings.public_id": lambda: in_state(GroupViewing, ViewingState.RECORDED),
}
