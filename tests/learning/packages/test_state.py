"""What a package is told at each launch, and what is kept of what it says, over HTTP."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.catalog.models import Course, CourseState, Lesson
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.models import CourseCompletion, LessonCompletion, Way
from lms.learning.packages.models import MOST_STATE, PackageState
from lms.people.models import Congress
from lms.records.models import RecordEntry
from tests.catalog.packages.zips import V2004
from tests.learning.conftest import withdraw
from tests.learning.packages.scene import CONTENT, content_at, launch, make_package, report
from tests.support.accounts import make_staff, sign_in


@pytest.fixture(autouse=True)
def content_origin(database):
    with content_at(CONTENT):
        yield


def completions(model=LessonCompletion):
    db.session.rollback()
    return db.session.scalars(select(model)).all()


def test_the_first_launch_begins_anew(learner):
    values = launch(learner, make_package(learner.course))["values"]
    assert values["cmi.core.entry"] == "ab-initio"
    assert values["cmi.core.credit"] == "credit"
    assert values["cmi.core.lesson_mode"] == "normal"
    assert values["cmi.core.total_time"] == "0000:00:00.00"
    assert values["cmi.student_data.mastery_score"] == "80"
    assert "cmi.suspend_data" not in values


def test_what_scorm_1_2_keeps_comes_back_with_the_next_launch(learner):
    lesson = make_package(learner.course)
    token = launch(learner, lesson)["token"]
    learner.wait(90)
    said = {"location": "第3页", "suspend_data": "答案=乙;", "score_raw": "40", "session_time": "00:01:00"}
    assert report(learner, token, **said, has_finished=True, wants_to_go_on=True).status_code == 200
    values = launch(learner, lesson)["values"]
    assert values["cmi.core.entry"] == "resume"
    assert values["cmi.core.lesson_location"] == "第3页"
    assert values["cmi.suspend_data"] == "答案=乙;"
    assert values["cmi.core.score.raw"] == "40"
    assert values["cmi.core.lesson_status"] == "incomplete"
    assert values["cmi.core.total_time"] == "0000:01:00.00"


def test_what_scorm_2004_keeps_comes_back_with_the_next_launch(learner):
    lesson = make_package(learner.course, V2004)
    launched = launch(learner, lesson)
    assert launched["values"]["cmi.entry"] == "ab-initio"
    assert launched["values"]["cmi.launch_data"] == "起始数据"
    learner.wait(90)
    said = {"completion": "incomplete", "success": "unknown", "score_scaled": "0.4", "session_time": "PT1M0.5S"}
    report(learner, launched["token"], **said, suspend_data="x", has_finished=True, wants_to_go_on=True)
    values = launch(learner, lesson)["values"]
    assert values["cmi.entry"] == "resume"
    assert values["cmi.suspend_data"] == "x"
    assert values["cmi.score.scaled"] == "0.4"
    assert values["cmi.total_time"] == "PT0H1M0.50S"


def test_an_attempt_that_scorm_2004_ended_is_not_gone_on_with(learner):
    lesson = make_package(learner.course, V2004)
    said = {"completion": "incomplete", "success": "failed", "suspend_data": "x", "has_finished": True}
    report(learner, launch(learner, lesson)["token"], **said)
    values = launch(learner, lesson)["values"]
    assert values["cmi.entry"] == "ab-initio"
    assert "cmi.suspend_data" not in values
    assert values["cmi.success_status"] == "unknown"


def test_a_lost_line_is_gone_on_from(learner):
    lesson = make_package(learner.course)
    report(learner, launch(learner, lesson)["token"], suspend_data="halfway")
    assert launch(learner, lesson)["values"]["cmi.core.entry"] == "resume"


def test_a_claimed_time_is_believed_up_to_what_has_passed(learner):
    lesson = make_package(learner.course)
    token = launch(learner, lesson)["token"]
    learner.wait(30)
    report(learner, token, session_time="90:00:00", has_finished=True)
    assert launch(learner, lesson)["values"]["cmi.core.total_time"] == "0000:00:30.00"


def test_a_time_that_cannot_be_read_is_none(learner):
    lesson = make_package(learner.course)
    token = launch(learner, lesson)["token"]
    learner.wait(30)
    assert report(learner, token, session_time="for ever").status_code == 200
    assert launch(learner, lesson)["values"]["cmi.core.total_time"] == "0000:00:00.00"


@pytest.mark.parametrize("status", ["completed", "passed"])
def test_completed_or_passed_completes_lesson_and_course_once(learner, status):
    token = launch(learner, make_package(learner.course))["token"]
    first = report(learner, token, completion=status).json
    second = report(learner, token, completion=status).json
    assert first == {"part_is_complete": True, "is_complete": True, "completed_course": True}
    assert second == {"part_is_complete": True, "is_complete": True, "completed_course": False}
    assert [each.way for each in completions()] == [Way.PACKAGE]
    assert len(completions(CourseCompletion)) == len(completions(RecordEntry)) == 1


@pytest.mark.parametrize("status", ["failed", "incomplete", "browsed", "not attempted"])
def test_any_other_status_completes_nothing(learner, status):
    report(learner, launch(learner, make_package(learner.course))["token"], completion=status)
    assert not completions()


def test_passed_completes_in_scorm_2004(learner):
    token = launch(learner, make_package(learner.course, V2004))["token"]
    assert report(learner, token, completion="unknown", success="passed").json["is_complete"]
    assert len(completions()) == 1


def test_a_completed_lesson_is_reviewed_without_credit(learner):
    lesson = make_package(learner.course)
    report(learner, launch(learner, lesson)["token"], completion="completed", has_finished=True)
    values = launch(learner, lesson)["values"]
    assert (values["cmi.core.credit"], values["cmi.core.lesson_mode"]) == ("no-credit", "review")


def test_another_page_takes_over_and_the_first_can_keep_nothing_more(learner):
    lesson = make_package(learner.course)
    first = launch(learner, lesson)
    second = launch(learner, lesson)
    assert (first["took_over"], second["took_over"]) == (False, True)
    assert report(learner, first["token"], completion="completed", suspend_data="old").status_code == 409
    assert not completions()
    assert report(learner, second["token"], suspend_data="new").status_code == 200
    assert [each.suspend_data for each in completions(PackageState)] == ["new"]


def test_nothing_is_kept_after_the_end(learner):
    token = launch(learner, make_package(learner.course))["token"]
    assert report(learner, token, has_finished=True).status_code == 200
    assert report(learner, token, completion="completed").status_code == 409


def test_a_package_that_was_replaced_keeps_nothing(learner):
    lesson = make_package(learner.course)
    token = launch(learner, lesson)["token"]
    with transaction() as session:
        session.get_one(Lesson, lesson.id).is_current = False
    assert report(learner, token, completion="completed").status_code == 410
    assert not completions()


def test_a_package_of_a_course_that_was_withdrawn_keeps_nothing_and_says_so(learner):
    token = launch(learner, make_package(learner.course))["token"]
    withdraw(learner.course)
    answer = report(learner, token, completion="completed")
    assert (answer.status_code, answer.json["detail"]) == (410, "本课程已撤下。您已完成的学习仍保留在履职档案中。")
    assert not completions()


def test_a_package_keeps_no_more_than_it_may(learner):
    token = launch(learner, make_package(learner.course))["token"]
    assert report(learner, token, suspend_data="代" * MOST_STATE).status_code == 200
    assert report(learner, token, suspend_data="代" * (MOST_STATE + 1)).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"completion": "done"},
        {"success": "passed"},
        {"location": 3},
        {"location": "x" * 256},
        {"score_raw": "many"},
        {"suspend_data": None},
        {"suspend_data": "\ud800"},
        {"suspend_data": "\0"},
        {"session_time": "x" * 41},
    ],
)
def test_what_is_no_report_is_refused(learner, said):
    token = launch(learner, make_package(learner.course))["token"]
    assert report(learner, token, **said).status_code == 422
    assert report(learner, "no token").status_code == 422


def test_a_draft_is_only_looked_at(learner):
    with transaction() as session:
        session.get_one(Course, learner.course.id).state = CourseState.DRAFT
        session.get_one(Course, learner.course.id).published_at = None
    lesson = make_package(learner.course)
    editor = make_staff(Role.EDITOR, db.session.get(Congress, learner.course.congress_id))
    with learner.now():
        sign_in(learner.client, editor)
    launched = launch(learner, lesson)
    assert launched["token"] is None
    assert launched["values"]["cmi.core.lesson_mode"] == "browse"


def test_the_package_learns_no_name(learner):
    lesson = make_package(learner.course)
    values = launch(learner, lesson)["values"]
    assert values["cmi.core.student_name"] == "学员"
    assert len(values["cmi.core.student_id"]) == 16
    assert launch(learner, lesson)["values"]["cmi.core.student_id"] == values["cmi.core.student_id"]


def test_without_a_content_origin_nothing_is_launched(learner):
    lesson = make_package(learner.course)
    with content_at(""):
        answer = learner.post(f"/learning/lessons/{lesson.public_id}/package", json={"player": "x" * 36})
        assert answer.status_code == 422
        answer = learner.post(
            f"/learning/lessons/{lesson.public_id}/package", json={"player": "00000000-0000-4000-8000-000000000000"}
        )
        assert answer.status_code == 409
        page = learner.get(f"/courses/{learner.course.public_id}/lessons/{lesson.public_id}")
        assert "frame-src" not in page.headers["Content-Security-Policy"]
