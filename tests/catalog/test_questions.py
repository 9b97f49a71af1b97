"""Questions come with their course, are checked by line, keep their wording for ever, and are marked without points."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.folder import read_course
from lms.catalog.models import Course
from lms.catalog.operations import Outcome, sync
from lms.catalog.problems import BrokenCourse
from lms.catalog.questions.marking import is_right
from lms.catalog.questions.models import Question, QuestionKind
from lms.catalog.questions.queries import asked, question
from lms.core.database import db
from lms.core.errors import NotFound
from tests.catalog.factories import make_course
from tests.catalog.folders import QUESTIONS, make_folder
from tests.factories import NOW, make_congress


@pytest.fixture
def congress_id(database):
    return make_congress().id


def take(root, congress_id, questions=QUESTIONS):
    folder = make_folder(root)
    (folder / "questions.toml").write_text(questions, "utf-8")
    (change,) = sync([read_course(folder)], congress_id=congress_id, actor=None, now=NOW)
    return change


def the_course():
    db.session.rollback()
    return db.session.scalars(select(Course)).one()


def problems(folder):
    with pytest.raises(BrokenCourse) as broken:
        read_course(folder)
    return [(problem.file, problem.line, problem.template) for problem in broken.value.problems]


def test_questions_of_all_kinds_come_with_their_lesson_and_in_order(tmp_path, congress_id):
    take(tmp_path, congress_id)
    course = the_course()
    found = asked(course)
    assert [(each.key, each.kind, sorted(each.right)) for each in found] == [
        ("limit", QuestionKind.SINGLE, [2]),
        ("how", QuestionKind.MULTIPLE, [1, 2]),
        ("only", QuestionKind.TRUE_FALSE, [2]),
    ]
    text, film = course.lessons
    assert [each.key for each in asked(course, lesson=text)] == ["limit", "how"]
    assert [each.key for each in asked(course, lesson=film)] == ["only"]


@pytest.mark.parametrize(
    ("key", "chosen", "right"),
    [
        ("limit", [2], True),
        ("limit", [1], False),
        ("limit", [], False),
        ("limit", [1, 2], False),
        ("how", [2, 1, 1], True),
        ("how", [1], False),
        ("how", [1, 2, 3], False),
        ("only", [2], True),
        ("only", [1], False),
        ("only", [99], False),
    ],
)
def test_just_the_right_options_are_right(tmp_path, congress_id, key, chosen, right):
    take(tmp_path, congress_id)
    (found,) = [each for each in asked(the_course()) if each.key == key]
    assert is_right(found, chosen) is right


def test_the_same_questions_again_are_no_change(tmp_path, congress_id):
    take(tmp_path, congress_id)
    assert take(tmp_path, congress_id).outcome is Outcome.UNCHANGED


def test_another_wording_is_another_question_and_the_old_one_can_still_be_read(tmp_path, congress_id):
    take(tmp_path, congress_id)
    old = asked(the_course())[0].public_id
    change = take(tmp_path, congress_id, QUESTIONS.replace("多久答复", "几个月内答复"))
    assert change.fields == ("question limit: changed",)
    course = the_course()
    assert asked(course)[0].text == "几个月内答复？"
    assert (question(course, old).text, question(course, old).until_version) == ("多久答复？", 2)


def test_a_dropped_question_ends_and_can_come_back(tmp_path, congress_id):
    take(tmp_path, congress_id)
    head, _limit, *others = QUESTIONS.split("[[questions]]\n")
    assert take(tmp_path, congress_id, "[[questions]]\n".join([head, *others])).fields == ("question limit: dropped",)
    assert [each.key for each in asked(the_course())] == ["how", "only"]
    assert take(tmp_path, congress_id).fields == ("question limit: added",)
    since = db.session.scalars(select(Question.since_version).where(Question.key == "limit").order_by(Question.id))
    assert list(since) == [1, 3]


def test_questions_can_change_places_without_becoming_others(tmp_path, congress_id):
    take(tmp_path, congress_id)
    ids = {each.key: each.id for each in asked(the_course())}
    head, first, second, third = QUESTIONS.split("[[questions]]\n")
    turned = head + "".join(f"[[questions]]\n{each}" for each in (third, first, second))
    assert take(tmp_path, congress_id, turned).fields == ("questions: order",)
    assert [(each.key, each.id) for each in asked(the_course())] == [
        (key, ids[key]) for key in ("only", "limit", "how")
    ]


def test_a_question_of_another_course_is_not_found(tmp_path, congress_id):
    take(tmp_path, congress_id)
    found = asked(the_course())[0].public_id
    with pytest.raises(NotFound):
        question(make_course(congress_id=congress_id), found)


@pytest.mark.parametrize(
    ("good", "bad", "at", "words"),
    [
        ('lesson = "text"', 'lesson = "none"', 3, "no lesson"),
        ('kind = "single"', 'kind = "essay"', 4, "one of"),
        ("right = 2", "right = 4", 7, "number of one option"),
        ("right = 2", "right = [2]", 7, "number of one option"),
        ("right = 2", "right = true", 7, "number of one option"),
        ("right = 2", "", 1, "number of one option"),
        ('"三个月内", "六个月内"', '"一个月内", "六个月内"', 6, "same text twice"),
        ('["一个月内", "三个月内", "六个月内"]', '["一个月内"]', 6, "%(least)d to"),
        ('["一个月内", "三个月内", "六个月内"]', '"三个月内"', 6, "list of texts"),
        ("right = [1, 2]", "right = [1]", 17, "at least two"),
        ("right = [1, 2]", "right = [1, 1]", 17, "at least two"),
        ("right = [1, 2]", "right = [1, true]", 17, "at least two"),
        ("right = false", 'right = "false"', 26, "true or false"),
        ("right = false", 'options = ["对", "错"]\nright = false', 26, "not known"),
        ('source = "代表法第五十一条"', "", 1, "missing"),
        ('key = "how"', 'key = "limit"', 12, "already"),
        ("[[questions]]", "[[question]]", 1, "at least one"),
    ],
)  # fmt: skip
def test_a_fault_in_a_question_is_told_with_its_line_and_refuses_the_course(tmp_path, good, bad, at, words):
    folder = make_folder(tmp_path)
    (folder / "questions.toml").write_text(QUESTIONS.replace(good, bad), "utf-8")
    found = problems(folder)
    assert (f"{folder.name}/questions.toml", at) in [(file, line) for file, line, text in found if words in text]


def test_questions_that_are_no_toml_are_told_with_their_line(tmp_path):
    folder = make_folder(tmp_path)
    (folder / "questions.toml").write_text("[[questions]]\nkey = \n", "utf-8")
    assert problems(folder)[0][:2] == ("suggestion/questions.toml", 2)
