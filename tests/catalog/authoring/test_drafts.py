"""What is typed is kept as it was typed; what is wrong is told by the rules of a folder."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from lms.catalog.authoring.checking import Checked, check
from lms.catalog.authoring.content import seal
from lms.catalog.authoring.models import DraftFile
from lms.catalog.authoring.operations import drafts, files, parts, review
from lms.catalog.authoring.refusals import BadCaptions, BadVideo, ChangedMeanwhile, VideoFirst
from lms.catalog.models import LessonKind
from lms.core.database import db
from tests.catalog.authoring.drafts import ABOUT, QUESTION, add_video, make_draft, make_people, read
from tests.catalog.folders import film
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


def checked(draft_id: object, nodes: frozenset[str] | None = None) -> Checked:
    draft = read(draft_id)
    return check(draft.key, draft.said, nodes=nodes)


def told(draft_id: object, nodes: frozenset[str] | None = None) -> list[tuple[str, str]]:
    return [(fault.section, fault.message) for fault in checked(draft_id, nodes).faults]


def test_a_new_draft_is_told_what_it_lacks() -> None:
    editor = make_people().editor
    draft_id = drafts.start("走访", actor=editor, now=NOW).public_id
    assert {section for section, _ in told(draft_id)} == {"about", "lessons"}


def test_a_sound_draft_has_no_fault() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    add_video(draft_id, people.editor)
    assert told(draft_id) == []


def test_what_is_wrong_is_kept_and_told() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor, node="nowhere", basis=[{"title": "代表法", "articles": "", "as_of": "去年"}])
    assert read(draft_id).said["basis"][0]["as_of"] == "去年"
    assert [section for section, _ in told(draft_id, frozenset({"somewhere"}))] == ["about", "about"]


def test_a_fault_in_a_text_has_its_line() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = parts.add_lesson(draft_id, LessonKind.READING, "图", "第一行。\n\n![图](a.png)", actor=editor, now=NOW)
    (fault,) = checked(draft_id).of("lessons", key)
    assert (fault.line, fault.number) == (3, 2)


def test_a_question_whose_lesson_was_taken_out_asks_for_another() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    parts.add_lesson(draft_id, LessonKind.READING, "又一课", "再看。", actor=editor, now=NOW)
    said = read(draft_id).said
    parts.remove(draft_id, "lessons", said["lessons"][0]["key"], actor=editor, now=NOW)
    (fault,) = checked(draft_id).faults
    assert (fault.section, fault.key) == ("questions", said["questions"][0]["key"])


def test_lessons_change_places() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = parts.add_lesson(draft_id, LessonKind.READING, "其二", "再看。", actor=editor, now=NOW)
    for _twice in range(2):
        parts.move(draft_id, "lessons", key, by=-1, actor=editor, now=NOW)
        assert [lesson["title"] for lesson in read(draft_id).said["lessons"]] == ["其二", "走访之前"]


def test_nobody_writes_over_what_they_have_not_seen() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    lesson = read(draft_id).said["lessons"][0]
    seen = seal(lesson)
    parts.save_lesson(draft_id, lesson["key"], "甲的题目", "甲。", seen=seen, actor=editor, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        parts.save_lesson(draft_id, lesson["key"], "乙的题目", "乙。", seen=seen, actor=editor, now=NOW)
    # Another part is nobody's concern.
    about = drafts.about_of(read(draft_id).said)
    drafts.save_about(draft_id, {**ABOUT, "title": "新的题目"}, seen=seal(about), actor=editor, now=NOW)
    assert read(draft_id).title == "新的题目"


@pytest.mark.parametrize("bad", [b"no film", film(5), film(index_first=False), film(codec=b"hvc1")])
def test_a_video_that_does_not_play_everywhere_changes_nothing(bad: bytes) -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = add_video(draft_id, editor)
    before = read(draft_id).said
    with pytest.raises(BadVideo):
        files.put_video(draft_id, key, io.BytesIO(bad), actor=editor, now=NOW)
    assert read(draft_id).said == before


def test_faults_of_captions_are_told_by_their_lines() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = add_video(draft_id, editor, seconds=20)
    bad = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n看。\n\n00:00:30.000 --> 00:00:40.000\n太晚。\n"
    with pytest.raises(BadCaptions) as caught:
        files.put_captions(draft_id, key, bad.encode(), actor=editor, now=NOW)
    (reason,) = caught.value.reasons
    assert "6" in reason


def test_captions_wait_for_their_video() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = parts.add_lesson(draft_id, LessonKind.VIDEO, "看", "看。", actor=editor, now=NOW)
    with pytest.raises(VideoFirst):
        files.put_captions(draft_id, key, b"WEBVTT", actor=editor, now=NOW)


def test_a_draft_lets_go_of_files_that_it_does_not_need() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = add_video(draft_id, editor)
    held = select(DraftFile.sha256)
    assert len(db.session.scalars(held).all()) == 2
    files.put_video(draft_id, key, io.BytesIO(film(90, samples=b"other")), actor=editor, now=NOW)
    assert set(db.session.scalars(held)) == {
        str(read(draft_id).said["lessons"][1].get(name)) for name in ("media", "captions")
    }
    review.discard(draft_id, revision=read(draft_id).revision, actor=editor, now=NOW)
    assert db.session.scalars(held).all() == []


def test_a_question_is_saved_as_it_was_typed() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    question = read(draft_id).said["questions"][0]
    changed = {**QUESTION, "lesson": question["lesson"], "options": ["只有一个"], "right": None}
    parts.save_question(draft_id, question["key"], changed, seen=seal(question), actor=editor, now=NOW)
    assert read(draft_id).said["questions"][0]["options"] == ["只有一个"]
    assert {fault.section for fault in checked(draft_id).faults} == {"questions"}
