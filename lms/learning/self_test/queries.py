"""A course's self-test as one person has it before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.catalog.questions import queries
from lms.catalog.questions.models import Question
from lms.core.database import db
from lms.learning.self_test.models import SelfTestAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.models import Course
    from lms.core.permissions import Actor


@dataclass(frozen=True)
class Asked:
    """A question, its number in the course, and what this person answered last."""

    number: int
    question: Question
    answer: SelfTestAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be answered rightly."""
        return self.answer is None or not self.answer.is_right


@dataclass(frozen=True)
class SelfTest:
    """The questions that a course asks now, in order."""

    asked: Sequence[Asked]

    @property
    def right(self) -> int:
        """How many are answered rightly now."""
        return sum(not each.is_open for each in self.asked)

    @property
    def next(self) -> Asked | None:
        """The first that is still open."""
        return next((each for each in self.asked if each.is_open), None)

    def after(self, question: Question) -> Asked | None:
        """The one that comes after a question; None after the last."""
        following = (
            each for each, before in zip(self.asked[1:], self.asked, strict=False) if before.question is question
        )
        return next(following, None)


def count(course: Course) -> int:
    """How many questions a course asks now."""
    statement = select(func.count()).where(Question.course_id == course.id, Question.until_version.is_(None))
    return db.session.scalar(statement) or 0


def self_test(actor: Actor, course: Course) -> SelfTest:
    """The self-test of a course for the person who is signed in, or nobody's for whoever acts for a deputy."""
    questions = queries.asked(course)
    answers: dict[int, SelfTestAnswer] = {}
    if actor.person_id is not None and actor.acting_for is None:
        own = select(SelfTestAnswer).where(
            SelfTestAnswer.person_id == actor.person_id,
            SelfTestAnswer.question_id.in_([question.id for question in questions]),
        )
        answers = {each.question_id: each for each in db.session.scalars(own)}
    return SelfTest(
        [Asked(number, question, answers.get(question.id)) for number, question in enumerate(questions, start=1)]
    )
