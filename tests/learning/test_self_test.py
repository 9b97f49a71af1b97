"""Self-tests: answered as often as one likes, explained, and seen by the person alone."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lms.catalog.models import CourseState
from lms.catalog.questions.models import Question, QuestionKind, QuestionOption
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.refusals import CourseNotOpen, LessonChanged, NotForAnother
from lms.learning.self_test.models import SelfTestAnswer
from lms.learning.self_test.operations import NoSuchOption, answer
from lms.learning.self_test.queries import self_test
from lms.records.models import RecordEntry
from tests.catalog.factories import kept, make_reading
from tests.factories import NOW
from tests.support.accounts import actor_of, make_deputy, make_staff, sign_in

OPTIONS = {
    QuestionKind.SINGLE: ["县级", "乡级", "全国"],
    QuestionKind.MULTIPLE: ["出席会议", "提出建议", "代替执法"],
    QuestionKind.TRUE_FALSE: ["", ""],
}
RIGHT = {QuestionKind.SINGLE: {3}, QuestionKind.MULTIPLE: {1, 2}, QuestionKind.TRUE_FALSE: {1}}


def make_question(course, kind=QuestionKind.SINGLE, *, position=1, **given):
    lesson = make_reading(course)
    options = [
        QuestionOption(position=number, text=text, is_right=number in RIGHT[kind])
        for number, text in enumerate(OPTIONS[kind], start=1)
    ]
    values = {"key": f"q-{position}", "since_version": 1, "position": position, "text": f"第{position}问？"}
    words = {"explanation": "因为法律这样规定。", "source": "代表法第二条"}
    return kept(
        Question(course_id=course.id, lesson_id=lesson.id, kind=kind, options=options, **(values | words | given))
    )


@pytest.fixture
def test_of(learner):
    """One question of each kind."""
    return [make_question(learner.course, kind, position=at) for at, kind in enumerate(QuestionKind, start=1)]


def address(learner, question=None):
    return f"/courses/{learner.course.public_id}/self-test" + (f"/{question.public_id}" if question else "")


def choose(learner, question, *options):
    return learner.post(f"{address(learner, question)}/answer", data={"option": [str(each) for each in options]})


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_right_answer_is_told_with_its_reason_and_source(learner, test_of, at):
    question = test_of[at]
    answered = choose(learner, question, *RIGHT[question.kind])
    assert answered.status_code == 303
    page = text_of(learner.get(answered.location))
    assert all(words in page for words in ("回答正确", "因为法律这样规定", "代表法第二条"))


def test_a_wrong_answer_can_be_tried_again_and_only_the_last_one_is_kept(learner, test_of):
    choose(learner, test_of[0], 1)
    assert "还不正确" in text_of(learner.get(address(learner, test_of[0])))
    again = learner.get(f"{address(learner, test_of[0])}?again=1")
    assert "因为法律这样规定" not in again.text
    assert "checked" not in again.text
    choose(learner, test_of[0], 3)
    (kept_answer,) = db.session.scalars(select(SelfTestAnswer)).all()
    assert (kept_answer.chosen, kept_answer.is_right) == ("3", True)


def test_half_of_the_right_ones_is_not_right(learner, test_of):
    choose(learner, test_of[1], 1)
    assert "还不正确" in text_of(learner.get(address(learner, test_of[1])))


def test_before_it_is_answered_nothing_tells_what_is_right(learner, test_of):
    page = learner.get(address(learner, test_of[0])).text
    assert "choice--right" not in page
    assert "因为法律这样规定" not in page


@pytest.mark.parametrize("options", [(), (9,), (1, 2), ("x",), (-1,), ("1" * 300,), ("²",)])
def test_what_cannot_be_chosen_is_refused_in_words_and_nothing_is_kept(learner, test_of, options):
    refused = choose(learner, test_of[0], *options)
    assert refused.status_code == 422
    assert "请选择答案" in refused.text
    assert db.session.scalars(select(SelfTestAnswer)).all() == []


def test_the_list_says_how_each_question_stands_and_leads_to_the_next(learner, test_of):
    choose(learner, test_of[0], 3)
    choose(learner, test_of[1], 3)
    page = learner.get(address(learner))
    assert all(words in text_of(page) for words in ("正确", "还不正确", "尚未作答"))
    assert f"{address(learner, test_of[1])}?again=1" in page.text


def test_the_course_leads_to_its_self_test(learner, test_of):
    assert "3 道题" in text_of(learner.get(f"/courses/{learner.course.public_id}"))


def test_a_course_without_questions_says_so(learner):
    assert "本课程暂无自测题" in text_of(learner.get(address(learner)))


def test_nobody_but_the_person_sees_an_answer(app, learner, test_of):
    choose(learner, test_of[0], 3)
    _mandate, other = make_deputy()
    theirs = actor_of(other, Role.DEPUTY, congress_id=learner.course.congress_id)
    acting = theirs.__class__.of(
        other.id, learner.person_id, learner.course.congress_id, theirs.grants, acting_for=learner.person_id
    )
    for actor in (theirs, acting):
        assert all(each.answer is None for each in self_test(actor, learner.course).asked)
    with pytest.raises(NotForAnother):
        answer(learner.course, test_of[0], {3}, actor=acting, now=NOW)


def test_staff_have_no_self_test(app, learner, test_of):
    client = app.test_client()
    sign_in(client, make_staff(Role.BUSINESS_ADMIN))
    assert client.get(address(learner)).status_code == 403


def test_an_answer_enters_no_record(learner, test_of):
    for question in test_of:
        choose(learner, question, *RIGHT[question.kind])
    assert db.session.scalars(select(RecordEntry)).all() == []


def test_an_old_wording_and_a_draft_take_no_answer(learner, test_of):
    actor = actor_of(learner.account, Role.DEPUTY, congress_id=learner.course.congress_id)
    with transaction() as session:
        session.get(Question, test_of[0].id).until_version = 2
    old = db.session.get(Question, test_of[0].id)
    with pytest.raises(LessonChanged):
        answer(learner.course, old, {3}, actor=actor, now=NOW)
    learner.course.state = CourseState.DRAFT
    with pytest.raises(CourseNotOpen):
        answer(learner.course, test_of[1], {1}, actor=actor, now=NOW)
    with pytest.raises(NoSuchOption):
        learner.course.state = CourseState.PUBLISHED
        answer(learner.course, db.session.get(Question, test_of[1].id), set(), actor=actor, now=NOW)
    assert learner.get(address(learner, test_of[0])).status_code == 404
