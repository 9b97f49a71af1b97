"""The pages of a self-test: all questions with how they stand, and one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from lms.catalog import access
from lms.core.clock import now
from lms.core.errors import NotFound
from lms.core.pages import see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.self_test import operations, queries
from lms.learning.self_test.operations import NoSuchOption

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue

    from lms.catalog.models import Course
    from lms.learning.self_test.queries import Asked, SelfTest

bp = Blueprint("self_tests", __name__, template_folder="../templates")

LONGEST_NUMBER = 2


@bp.get("/courses/<uuid:course_id>/self-test")
@requires(Permission.LEARN)
def show(course_id: uuid.UUID) -> ResponseReturnValue:
    """What a course asks, and what I have answered."""
    actor = current_actor()
    course = access.course(actor, course_id)
    return render_template("learning/self_test.html", course=course, test=queries.self_test(actor, course))


@bp.get("/courses/<uuid:course_id>/self-test/<uuid:question_id>")
@requires(Permission.LEARN)
def question(course_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """One question; once answered, with what is right and why. `again` asks it anew."""
    course, test, asked = _found(course_id, question_id)
    is_shown = asked.answer is not None and "again" not in request.args
    return _page(
        course, test, asked, chosen=asked.answer.options if is_shown and asked.answer else (), is_shown=is_shown
    )


@bp.post("/courses/<uuid:course_id>/self-test/<uuid:question_id>/answer")
@requires(Permission.LEARN)
def answer(course_id: uuid.UUID, question_id: uuid.UUID) -> ResponseReturnValue:
    """Choose."""
    course, test, asked = _found(course_id, question_id)
    sent = request.form.getlist("option")
    chosen = {int(each) for each in sent if each.isascii() and each.isdigit() and len(each) <= LONGEST_NUMBER}
    try:
        operations.answer(course, asked.question, chosen, actor=current_actor(), now=now())
    except NoSuchOption as refusal:
        return _page(course, test, asked, chosen=chosen, error=refusal.message), 422
    return see("self_tests.question", course_id=course_id, question_id=question_id)


def _found(course_id: uuid.UUID, question_id: uuid.UUID) -> tuple[Course, SelfTest, Asked]:
    actor = current_actor()
    course = access.course(actor, course_id)
    test = queries.self_test(actor, course)
    for asked in test.asked:
        if asked.question.public_id == question_id:
            return course, test, asked
    raise NotFound


def _page(
    course: Course, test: SelfTest, asked: Asked, *, chosen: Collection[int], is_shown: bool = False, error: str = ""
) -> str:
    return render_template(
        "learning/self_test_question.html",
        course=course,
        test=test,
        asked=asked,
        question=asked.question,
        chosen=chosen,
        is_shown=is_shown,
        error=error,
        after=test.after(asked.question),
    )
