"""The pages of drafts: what is typed comes back, what is missing is told, and each of the three has their own buttons."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.catalog.authoring.models import CourseDraft, DraftState
from lms.catalog.models import Course
from lms.core.database import db
from lms.core.permissions import Role
from tests.catalog.authoring.drafts import QUESTION, add_video, make_draft, read
from tests.catalog.factories import make_course
from tests.catalog.folders import film
from tests.factories import make_congress
from tests.support.accounts import actor_of, make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Flask

    from lms.people.accounts.models import Account
    from tests.support.http import HouseClient


pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def congress(app: Flask) -> int:
    """Where all three work."""
    return int(make_congress().id)


@pytest.fixture
def come(app: Flask, congress: int) -> Callable[[Role], tuple[HouseClient, Account]]:
    """Somebody with a role at a browser of their own."""

    def arrive(role: Role) -> tuple[HouseClient, Any]:
        account = make_staff(role, db.session.get_one(type(make_congress()), congress))
        client: Any = app.test_client()
        sign_in(client, account)
        return client, actor_of(account, role, congress_id=congress)

    return arrive


def revision(draft_id: object) -> dict[str, str]:
    return {"revision": str(read(draft_id).revision)}


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def test_an_editor_writes_a_course_from_nothing(come) -> None:
    editor, _actor = come(Role.EDITOR)
    at = editor.post("/authoring/drafts", data={"title": "怎样开展走访"}).location.removesuffix("/about")
    about = {
        "title": "怎样开展走访",
        "summary": "走访以前、\n走访以后。",
        "topic": "联系群众",
        "audience": "all",
        "lecturer": "课程编写组",
        "basis-0-title": "代表法",
        "basis-0-as_of": "2025-03-11",
        "seen": seen_in(editor.get(f"{at}/about").text),
    }
    assert editor.post(f"{at}/about", data=about).status_code == 303
    assert editor.post(f"{at}/lessons?kind=reading", data={"title": "走访之前", "text": "先想好。"}).status_code == 303
    lesson = db.session.scalars(select(CourseDraft)).one().said["lessons"][0]["key"]
    question = {
        "kind": "true_false",
        "lesson": lesson,
        "text": "走访要预先想好提纲。",
        "statement": "yes",
        "explanation": "见课文。",
        "source": "代表法",
    }
    assert editor.post(f"{at}/questions", data=question).status_code == 303
    page = editor.get(at).text
    assert "内容已齐全" in page
    assert "提交审核" in page


def test_what_was_typed_comes_back_when_something_is_wrong(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    typed = {
        "title": "题目",
        "summary": "留住我",
        "audience": "all",
        "basis-0-title": "也留住我",
        "basis-0-as_of": "昨天",
    }
    answer = editor.post(f"/authoring/drafts/{draft_id}/about", data=typed)
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("留住我", "也留住我", "昨天"))


def test_words_that_somebody_else_wrote_are_not_overwritten_unseen(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    at = f"/authoring/drafts/{draft_id}/lessons/{read(draft_id).said['lessons'][0]['key']}"
    seen = seen_in(editor.get(at).text)
    editor.post(at, data={"title": "甲", "text": "甲的话", "seen": seen})
    answer = editor.post(at, data={"title": "乙", "text": "乙的话", "seen": seen})
    assert answer.status_code == 409
    assert "乙的话" in answer.text
    assert editor.post(at, data={"title": "乙", "text": "乙的话", "seen": seen_in(answer.text)}).status_code == 303


def test_three_browsers_take_a_draft_to_deputies(come) -> None:
    editor, actor = come(Role.EDITOR)
    (reviewer, _), (approver, _) = come(Role.REVIEWER), come(Role.APPROVER)
    draft_id = make_draft(actor)
    at = f"/authoring/drafts/{draft_id}"
    assert editor.post(f"{at}/submission", data=revision(draft_id)).status_code == 303
    assert reviewer.post(f"{at}/review/return", data=revision(draft_id)).status_code == 422
    returned = revision(draft_id) | {"reason": "请补出处"}
    assert reviewer.post(f"{at}/review/return", data=returned).status_code == 303
    assert "请补出处" in editor.get(at).text
    editor.post(f"{at}/submission", data=revision(draft_id))
    assert reviewer.post(f"{at}/review", data=revision(draft_id)).status_code == 303
    assert reviewer.post(f"{at}/approval", data=revision(draft_id)).status_code == 403
    assert approver.post(f"{at}/approval", data=revision(draft_id)).status_code == 303
    course = db.session.scalars(select(Course)).one()
    assert approver.get(f"/courses/{course.public_id}").status_code == 200
    assert approver.get(at).status_code == 200


def test_a_draft_with_faults_stays_and_says_what_is_missing(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor, summary="")
    answer = editor.post(f"/authoring/drafts/{draft_id}/submission", data=revision(draft_id))
    assert answer.status_code == 409
    assert "简介" in answer.text
    assert read(draft_id).state is DraftState.WRITING


def test_a_video_is_uploaded_and_played_in_ranges_by_those_who_build_courses_alone(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    key = add_video(draft_id, actor)
    at = f"/authoring/drafts/{draft_id}"
    data = {"video": (io.BytesIO(film(90, samples=b"new")), "new.mp4")}
    assert editor.post(f"{at}/lessons/{key}/video", data=data).status_code == 303
    digest = read(draft_id).said["lessons"][1]["media"]
    with editor.get(f"{at}/files/{digest}", headers={"Range": "bytes=0-9"}) as part:
        assert (part.status_code, len(part.data)) == (206, 10)
    assert come(Role.ORGANIZER)[0].get(f"{at}/files/{digest}").status_code == 403
    assert editor.get(f"{at}/files/{'0' * 64}").status_code == 404


def test_a_bad_file_is_refused_with_the_reason(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    key = add_video(draft_id, actor)
    at = f"/authoring/drafts/{draft_id}/lessons/{key}"
    answer = editor.post(f"{at}/video", data={"video": (io.BytesIO(b"text"), "a.mp4")})
    assert (answer.status_code, "视频未收下" in answer.text) == (422, True)
    bad = b"WEBVTT\n\n00:00:09.000 --> 00:00:02.000\nlate\n"
    answer = editor.post(f"{at}/captions", data={"captions": (io.BytesIO(bad), "a.vtt")})
    assert answer.status_code == 422
    assert "第 3 行" in answer.text
    assert editor.post(f"{at}/captions", data={}).status_code == 422


def test_only_a_video_may_be_larger_than_other_uploads(app: Flask, come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    key = add_video(draft_id, actor)
    at = f"/authoring/drafts/{draft_id}/lessons/{key}"
    app.config["MAX_CONTENT_LENGTH"] = 1000
    try:
        large = film(90, samples=bytes(5000))
        assert editor.post(f"{at}/captions", data={"captions": (io.BytesIO(large), "a.vtt")}).status_code == 413
        assert editor.post(f"{at}/video", data={"video": (io.BytesIO(large), "a.mp4")}).status_code == 303
    finally:
        app.config["MAX_CONTENT_LENGTH"] = 20 * 1024 * 1024


def test_the_preview_shows_the_course_and_marks_the_right_answers(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    page = editor.get(f"/authoring/drafts/{draft_id}/preview").text
    assert QUESTION["explanation"] in page
    key = read(draft_id).said["lessons"][0]["key"]
    assert "<h2>提纲</h2>" in editor.get(f"/authoring/drafts/{draft_id}/preview/lessons/{key}").text


def test_a_preview_of_almost_nothing_is_a_page(come) -> None:
    editor, actor = come(Role.EDITOR)
    at = editor.post("/authoring/drafts", data={"title": "空"}).location.removesuffix("/about")
    draft_id = db.session.scalars(select(CourseDraft.public_id)).one()
    add_video(draft_id, actor)
    editor.post(f"{at}/questions", data={"kind": "multiple", "options-0-text": "一", "options-0-is_right": "y"})
    assert editor.get(f"{at}/preview").status_code == 200
    assert editor.get(at).status_code == 200


def test_a_question_keeps_every_option_that_was_typed(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    at = f"/authoring/drafts/{draft_id}/questions/{read(draft_id).said['questions'][0]['key']}"
    page = editor.get(at).text
    assert "拟订提纲" in page
    typed = {
        "kind": "multiple",
        "text": "问",
        **{f"options-{number}-text": "" for number in range(8)},
        "options-1-text": "甲",
        "options-4-text": "乙",
        "options-4-is_right": "y",
    }
    assert editor.post(at, data=typed | {"seen": seen_in(page)}).status_code == 303
    question = read(draft_id).said["questions"][0]
    assert (question["options"], question["right"]) == (["甲", "乙"], [2])
    assert "乙" in editor.get(at).text


def test_an_approver_withdraws_with_a_reason_and_the_desk_shows_it(come, congress: int) -> None:
    approver, _actor = come(Role.APPROVER)
    course = make_course(congress_id=congress)
    at = f"/authoring/courses/{course.public_id}/withdrawal"
    assert approver.get(at).status_code == 200
    assert approver.post(at, data={}).status_code == 422
    assert approver.post(at, data={"reason": "依据已修改"}).status_code == 303
    assert "依据已修改" in approver.get("/authoring").text
    assert approver.get(f"/courses/{course.public_id}").status_code == 404


def test_nobody_but_an_editor_writes(come) -> None:
    _editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    for role in (Role.REVIEWER, Role.APPROVER, Role.ORGANIZER):
        client, _ = come(role)
        assert client.post(f"/authoring/drafts/{draft_id}/lessons", data={"title": "插"}).status_code == 403


def test_parts_are_moved_and_taken_out(come) -> None:
    editor, actor = come(Role.EDITOR)
    draft_id = make_draft(actor)
    key = add_video(draft_id, actor)
    at = f"/authoring/drafts/{draft_id}/lessons/{key}"
    editor.post(f"{at}/position", data={"direction": "up"})
    assert read(draft_id).said["lessons"][0]["key"] == key
    editor.post(f"{at}/position", data={"direction": "sideways"})
    assert "确定移除" in editor.get(f"{at}/removal").text
    assert editor.post(f"{at}/removal").status_code == 303
    assert [lesson["title"] for lesson in read(draft_id).said["lessons"]] == ["走访之前"]
