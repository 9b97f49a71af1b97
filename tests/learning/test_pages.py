"""The pages of courses: who sees what, what they say, and what can be done on them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, func, select

from lms.catalog.models import CourseState
from lms.core.database import db
from lms.core.permissions import Role
from lms.learning import queries
from lms.learning.models import LessonCompletion
from tests.catalog.factories import make_course, make_reading, make_video
from tests.support.accounts import actor_of, make_staff, sign_in


def at(course, lesson=None):
    return f"/courses/{course.public_id}" + (f"/lessons/{lesson.public_id}" if lesson else "")


def text_of(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def read(learner, lesson):
    return learner.post(f"{at(learner.course, lesson)}/reading")


def test_the_list_says_what_a_course_takes_and_how_far_i_am(learner):
    first, _second = make_reading(learner.course, minutes=3), make_video(learner.course, minutes=4)
    assert "2 课 · 约 7 分钟" in text_of(learner.get("/courses"))
    read(learner, first)
    assert "共 2 课，已完成 1 课" in text_of(learner.get("/courses"))


def test_the_list_can_be_filtered_by_topic(learner):
    other = make_course(congress_id=learner.course.congress_id, topic="代表建议")
    page = text_of(learner.get("/courses?topic=代表建议"))
    assert other.title in page
    assert learner.course.title not in page
    assert "没有符合条件的课程" in text_of(learner.get("/courses?topic=别的"))


def test_a_course_shows_its_lecturer_its_lessons_and_what_it_rests_on(learner):
    lesson = make_reading(learner.course)
    page = text_of(learner.get(at(learner.course)))
    assert all(words in page for words in (lesson.title, "课程编写组", "第七条", "据2025年3月11日文本"))


def test_a_completed_course_says_on_which_day(learner):
    read(learner, make_reading(learner.course))
    assert "您已于2026年3月16日完成本课程" in text_of(learner.get(at(learner.course)))


def test_reading_is_confirmed_by_a_button_and_leads_back_to_the_course(learner):
    lesson = make_reading(learner.course)
    assert "我已读完本课" in text_of(learner.get(at(learner.course, lesson)))
    answer = read(learner, lesson)
    assert (answer.status_code, answer.location) == (303, at(learner.course))
    assert "我已读完本课" not in text_of(learner.get(at(learner.course, lesson)))


def test_opening_a_reading_notes_nothing(learner):
    learner.get(at(learner.course, make_reading(learner.course)))
    assert db.session.scalar(select(func.count()).select_from(LessonCompletion)) == 0


def test_a_video_page_knows_where_i_stopped_and_what_i_watched(learner):
    lesson = make_video(learner.course, seconds=100)
    token = learner.start(lesson).json["token"]
    learner.wait(62)
    learner.beat(token, [(0, 62)], position=62)
    page = learner.get(at(learner.course, lesson))
    assert 'data-position="62"' in page.text
    assert "已看 1 分 2 秒 / 1 分 40 秒" in text_of(page)
    assert "[[0, 62]]" in page.text


def test_without_javascript_the_transcript_is_there_to_read(learner):
    page = text_of(learner.get(at(learner.course, make_video(learner.course))))
    assert "先到现场看。" in page
    assert "JavaScript" in page


def test_no_page_counts_hours_or_ranks_anybody(learner):
    lessons = [make_reading(learner.course), make_video(learner.course)]
    for url in ("/courses", at(learner.course), *(at(learner.course, lesson) for lesson in lessons)):
        page = text_of(learner.get(url))
        assert not any(word in page for word in ("学时", "排名", "积分", "在线时长", "累计"))


def test_a_lesson_of_another_course_is_not_found_under_this_one(learner):
    other = make_course(congress_id=learner.course.congress_id)
    assert learner.get(at(learner.course, make_reading(other))).status_code == 404


@pytest.mark.parametrize("kind", ["foreign", "draft", "withdrawn"])
def test_what_a_deputy_must_not_see_does_not_exist(learner, kind):
    state = CourseState(kind) if kind != "foreign" else CourseState.PUBLISHED
    here = {} if kind == "foreign" else {"congress_id": learner.course.congress_id}
    course = make_course(state=state, **here)
    video = make_video(course)
    assert learner.get(at(course)).status_code == 404
    assert learner.get(at(course, video)).status_code == 404
    assert learner.start(video).status_code == 404
    assert learner.post(f"{at(course, video)}/reading").status_code == 404
    assert course.title not in learner.get("/courses").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.APPROVER])
def test_those_who_make_courses_see_drafts_and_can_take_nothing(client, role):
    draft = make_course(state=CourseState.DRAFT)
    video = make_video(draft)
    account = make_staff(role)
    sign_in(client, account)
    congress_id = actor_congress(account)
    mine = make_course(state=CourseState.DRAFT, congress_id=congress_id)
    lesson = make_video(mine)
    assert "这是草稿" in text_of(client.get(at(mine, lesson)))
    assert client.post(f"/learning/lessons/{lesson.public_id}/playback", json={"player": "a" * 32}).status_code == 403
    assert client.get(at(draft, video)).status_code == 404


def actor_congress(account):
    from lms.people.accounts.models import RoleGrant  # Only here: which congress the staff member was made in.

    return db.session.scalar(select(RoleGrant.congress_id).where(RoleGrant.account_id == account.id))


def test_the_place_to_go_on_is_the_video_that_was_begun(learner):
    first, video = make_reading(learner.course), make_video(learner.course)
    actor = actor_of(learner.account, Role.DEPUTY, congress_id=learner.course.congress_id)
    assert queries.where_i_stopped(actor) is None
    token = learner.start(video).json["token"]
    learner.wait(20)
    learner.beat(token, [(0, 20)], position=20)
    stop = queries.where_i_stopped(actor)
    assert (stop.lesson_id, stop.position) == (video.public_id, 20)
    assert first.position < video.position


def test_after_a_lesson_the_next_one_is_where_to_go_on_and_after_the_last_nowhere(learner):
    first, second = make_reading(learner.course), make_reading(learner.course)
    actor = actor_of(learner.account, Role.DEPUTY, congress_id=learner.course.congress_id)
    read(learner, first)
    assert queries.where_i_stopped(actor).lesson_id == second.public_id
    read(learner, second)
    assert queries.where_i_stopped(actor) is None


@pytest.mark.parametrize("many", [1, 12])
def test_a_page_takes_few_statements_however_much_is_on_it(learner, many):
    for _ in range(many):
        course = make_course(congress_id=learner.course.congress_id)
        for _ in range(many):
            make_reading(course)
        video = make_video(course)
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "SET", "SHOW")):
            statements.append(statement)

    counts = {}
    event.listen(db.engine, "before_cursor_execute", note)
    for name, url in (("list", "/courses"), ("course", at(course)), ("video", at(course, video))):
        statements.clear()
        assert learner.get(url).status_code == 200
        counts[name] = len(statements)
    event.remove(db.engine, "before_cursor_execute", note)
    assert max(counts.values()) <= 10, counts
