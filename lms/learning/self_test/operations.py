"""Answering a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.questions.marking import is_right
from lms.catalog.questions.models import QuestionKind
from lms.core.database import transaction
from lms.core.errors import InvalidInput
from lms.core.i18n import N_
from lms.core.upsert import insert_into
from lms.learning.refusals import CourseNotOpen, LessonChanged, in_person
from lms.learning.self_test.models import SelfTestAnswer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lms.catalog.models import Course
    from lms.catalog.questions.models import Question
    from lms.core.permissions import Actor


class NoSuchOption(InvalidInput):
    """What was chosen is none of the question's options, or too much or nothing of them."""

    template = N_("Please choose an answer.")


def answer(course: Course, question: Question, chosen: Collection[int], *, actor: Actor, now: datetime) -> bool:
    """Keep what somebody chose, in the place of what they chose before; returns whether it is right.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        CourseNotOpen: the course is not published.
        LessonChanged: the question has another wording now.
        NoSuchOption: nothing was chosen, or something that is not to be chosen.
    """
    person_id = in_person(actor)
    if not course.is_open:
        raise CourseNotOpen
    if question.until_version is not None:
        raise LessonChanged
    numbers = _valid(question, chosen)
    said = {
        "chosen": ",".join(str(number) for number in numbers),
        "is_right": is_right(question, numbers),
        "answered_at": now,
    }
    with transaction() as session:
        session.execute(
            insert_into(session, SelfTestAnswer)
            .values(person_id=person_id, question_id=question.id, **said)
            .on_conflict_do_update(index_elements=["person_id", "question_id"], set_=said)
        )
    return is_right(question, numbers)


def _valid(question: Question, chosen: Collection[int]) -> list[int]:
    numbers = sorted(set(chosen))
    most = len(question.options) if question.kind is QuestionKind.MULTIPLE else 1
    if not 1 <= len(numbers) <= most or not set(numbers) <= {option.position for option in question.options}:
        raise NoSuchOption
    return numbers
