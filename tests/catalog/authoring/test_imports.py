"""Questions of a file: looked at first, added once, all of them or none."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from lms.catalog.authoring.imports import access, books, operations
from lms.catalog.authoring.imports.models import ImportState
from lms.catalog.authoring.imports.plan import Outcome
from lms.catalog.authoring.imports.refusals import DecidedAlready, NothingToAdd
from lms.catalog.authoring.operations import parts, review
from lms.catalog.authoring.refusals import NotBeingWritten, TooMuch
from lms.catalog.models import LessonKind
from lms.catalog.questions.imports.reading import read_questions_file
from lms.catalog.questions.imports.refusals import FileUnreadable
from lms.catalog.questions.imports.workbook import Field
from lms.core.database import db
from lms.core.errors import NotFound
from lms.documents.intake.refusals import WorkbookUnreadable
from tests.catalog.authoring.drafts import QUESTION, make_draft, make_people, read
from tests.catalog.authoring.quiz_files import GIFT, ROWS, XML, workbook
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")


def hand_in(draft_id, editor, data: bytes = GIFT.encode(), *, lesson_key: str = "", source: str = "代表法"):
    return operations.hand_in(
        draft_id, data, "题目.txt", lesson_key=lesson_key, source=source, actor=editor, now=NOW
    ).public_id


def plan_of(draft_id, import_id, editor):
    db.session.rollback()
    handed_in = access.question_import(editor, draft_id, import_id)
    return operations.plan_of(handed_in, read(draft_id).said)


def add(draft_id, import_id, editor):
    return operations.add(draft_id, import_id, actor=editor, now=NOW)


def test_handing_in_changes_nothing_in_the_draft() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    before = read(draft_id)
    hand_in(draft_id, editor)
    assert (read(draft_id).said, read(draft_id).revision) == (before.said, before.revision)


def test_the_plan_says_of_each_question_what_becomes_of_it() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    plan = plan_of(draft_id, hand_in(draft_id, editor), editor)
    assert plan.counts == {"new": 3, "same": 0, "refused": 1}
    assert [line.found["line"] for line in plan.of(Outcome.REFUSED)] == [15]


def test_a_category_finds_its_lesson_and_the_source_is_filled_in() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    add(draft_id, hand_in(draft_id, editor), editor)
    said = read(draft_id).said
    assert [each["lesson"] for each in said["questions"]] == [said["lessons"][0]["key"]] * 4
    assert {each["source"] for each in said["questions"][1:]} == {"代表法"}
    assert len({each["key"] for each in said["questions"]}) == 4


def test_a_file_that_names_no_lesson_takes_the_chosen_one() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    key = parts.add_lesson(draft_id, LessonKind.READING, "其二", "再看。", actor=editor, now=NOW)
    add(draft_id, hand_in(draft_id, editor, "先听，再问。{T}".encode(), lesson_key=key), editor)
    assert read(draft_id).said["questions"][-1]["lesson"] == key


def test_the_same_file_handed_in_again_adds_nothing() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    add(draft_id, hand_in(draft_id, editor, XML.encode()), editor)
    again = hand_in(draft_id, editor, XML.encode())
    assert plan_of(draft_id, again, editor).counts == {"new": 0, "same": 2, "refused": 1}
    with pytest.raises(NothingToAdd):
        add(draft_id, again, editor)


def test_a_question_twice_in_a_file_is_added_once() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    assert len(add(draft_id, hand_in(draft_id, editor, b"a{T}\n\na{T}"), editor).new) == 1


def test_what_the_rules_of_a_course_forbid_is_not_added() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    text = (
        f"{'长' * 301}{{T}}\n\n同{{=甲 ~甲}}\n\n两项{{~%50%甲 ~%50%乙}}\n\n九项{{={' ~'.join('一二三四五六七八九')}}}"
    )
    plan = plan_of(draft_id, hand_in(draft_id, editor, text.encode()), editor)
    assert plan.counts == {"new": 0, "same": 0, "refused": 4}
    assert all(line.messages for line in plan.lines)


def test_a_row_that_says_everything_leaves_nothing_to_be_done() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    add(draft_id, hand_in(draft_id, editor, workbook({**ROWS[0], Field.TEXT: "走访之后先做什么？"})), editor)
    review.submit(draft_id, revision=read(draft_id).revision, actor=editor, now=NOW)


def test_a_file_is_decided_on_once() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    import_id = hand_in(draft_id, editor)
    add(draft_id, import_id, editor)
    for again in (add, lambda *ids: operations.put_away(*ids[:2], actor=ids[2], now=NOW)):
        with pytest.raises(DecidedAlready):
            again(draft_id, import_id, editor)
    assert len(read(draft_id).said["questions"]) == 4


def test_what_was_put_away_adds_nothing_and_keeps_its_report() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    import_id = hand_in(draft_id, editor)
    operations.put_away(draft_id, import_id, actor=editor, now=NOW)
    handed_in = access.question_import(editor, draft_id, import_id)
    assert handed_in.state is ImportState.PUT_AWAY
    assert len(plan_of(draft_id, import_id, editor).reported) == 2
    assert len(read(draft_id).said["questions"]) == 1


def test_a_file_on_which_nobody_decides_is_forgotten_and_others_stay() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    added, put_away, forgotten = (hand_in(draft_id, editor) for _ in range(3))
    add(draft_id, added, editor)
    operations.put_away(draft_id, put_away, actor=editor, now=NOW)
    assert operations.forget_undecided(before=NOW) == 0
    assert operations.forget_undecided(before=NOW + timedelta(seconds=1)) == 1
    assert {each.public_id for each in access.of_draft(read(draft_id))} == {added, put_away}
    with pytest.raises(NotFound):
        add(draft_id, forgotten, editor)


def test_a_draft_that_others_look_at_takes_no_questions() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    import_id = hand_in(draft_id, editor)
    review.submit(draft_id, revision=read(draft_id).revision, actor=editor, now=NOW)
    with pytest.raises(NotBeingWritten):
        hand_in(draft_id, editor)
    with pytest.raises(NotBeingWritten):
        add(draft_id, import_id, editor)


def test_more_than_a_course_may_ask_adds_none() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    import_id = hand_in(draft_id, editor, "\n\n".join(f"{number}{{T}}" for number in range(200)).encode())
    with pytest.raises(TooMuch):
        add(draft_id, import_id, editor)
    assert len(read(draft_id).said["questions"]) == 1


def test_a_file_is_reached_through_its_own_draft_and_congress_alone() -> None:
    people, others = make_people(), make_people()
    draft_id, other_id = make_draft(people.editor), make_draft(others.editor)
    import_id = hand_in(draft_id, people.editor)
    for actor, through in ((people.editor, other_id), (others.editor, draft_id), (others.editor, other_id)):
        with pytest.raises(NotFound):
            add(through, import_id, actor)


def test_a_file_that_cannot_be_read_keeps_nothing() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    for data in (b"", b"<?xml version='1.0'?><html/>", b"PK\x03\x04"):
        with pytest.raises((FileUnreadable, WorkbookUnreadable)):
            hand_in(draft_id, editor, data)
    assert access.of_draft(read(draft_id)) == []


def test_rows_to_mend_come_back_as_they_were_and_can_be_handed_in_again() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    import_id = hand_in(draft_id, editor, workbook(*ROWS))
    plan = plan_of(draft_id, import_id, editor)
    assert plan.counts == {"new": 1, "same": 1, "refused": 1}
    _, (bad,) = read_questions_file(books.rows_to_mend(plan, read(draft_id).said, now=NOW))
    assert bad["cells"] == {key.value: value for key, value in ROWS[2].items()}


def test_the_template_offers_the_lessons_of_the_draft() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    assert "走访之前".encode() in _lists(books.template(read(draft_id).said, now=NOW))


def test_the_same_question_with_other_options_is_another() -> None:
    editor = make_people().editor
    draft_id = make_draft(editor)
    text = f"{QUESTION['text']}{{=拟订提纲 ~通知媒体}}\n\n{QUESTION['text']}{{=拟订提纲 ~休息}}"
    assert plan_of(draft_id, hand_in(draft_id, editor, text.encode()), editor).counts["new"] == 1


def _lists(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("xl/sharedStrings.xml")
