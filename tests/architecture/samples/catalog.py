"""Samples of courses, their lessons and questions, and of drafts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.catalog.authoring.imports import operations as imports
from lms.catalog.authoring.imports.models import QuestionImport
from lms.catalog.authoring.models import CourseDraft
from lms.catalog.authoring.operations import drafts
from lms.catalog.models import Course, Lesson, LessonKind
from lms.catalog.questions.models import Question
from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from tests.architecture.samples.known import actor, npc
from tests.catalog.authoring.quiz_files import ROWS, workbook


def lay() -> None:
    """A draft of the sample lesson's course, and a workbook of questions handed in for it."""
    editor = actor("editor", Role.EDITOR)
    draft = drafts.take_over(lesson().course.public_id, actor=editor, now=clock.now())
    chosen = {"lesson_key": "", "source": ""}
    imports.hand_in(draft.public_id, workbook(*ROWS), "questions.xlsx", **chosen, actor=editor, now=clock.now())


def lesson() -> Lesson:
    """A video lesson of the national congress."""
    return db.session.scalars(
        select(Lesson)
        .join(Course)
        .where(Course.congress_id == npc(), Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
        .order_by(Lesson.id)
        .limit(1)
    ).one()


def _question() -> Question:
    """A question that the national congress's courses ask now."""
    return db.session.scalars(
        select(Question)
        .join(Course, Course.id == Question.course_id)
        .where(Course.congress_id == npc(), Question.until_version.is_(None))
        .order_by(Question.id)
        .limit(1)
    ).one()


def _draft() -> CourseDraft:
    return db.session.scalars(select(CourseDraft).order_by(CourseDraft.id).limit(1)).one()


SAMPLES: dict[str, Any] = {
    "self_tests.course_id": lambda: db.session.get_one(Course, _question().course_id).public_id,
    "self_tests.question_id": lambda: _question().public_id,
    "course_id": lambda: lesson().course.public_id,
    "lesson_id": lambda: lesson().public_id,
    "sha256": lambda: lesson().media_sha256,
    "draft_id": lambda: _draft().public_id,
    "lesson_key": lambda: lesson().key,
    "question_key": lambda: _draft().said["questions"][0]["key"],
    "question_imports.public_id": lambda: db.session.scalars(select(QuestionImport)).one().public_id,
    "draft_parts.section": lambda: "questions",
    "draft_parts.key": lambda: _draft().said["questions"][-1]["key"],
}
