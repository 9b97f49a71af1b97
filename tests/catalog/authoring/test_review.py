"""The way of a draft: three people, each step noted, published as a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEvent
from lms.catalog.authoring.models import CourseDraft, DraftState, DraftStep, Step
from lms.catalog.authoring.operations import drafts, parts, review
from lms.catalog.authoring.refusals import (
    AnotherPersonReviews,
    CourseMovedOn,
    DraftIsThere,
    HasFaults,
    NotBeingWritten,
    NotThatFar,
)
from lms.catalog.folder import read_course
from lms.catalog.models import Course, CourseState, Lesson, LessonKind, Origin
from lms.catalog.operations import Outcome, sync
from lms.catalog.questions.models import Question
from lms.core.database import db, transaction
from lms.core.errors import NotFound
from tests.catalog.authoring.drafts import add_video, make_draft, make_people, publish, read
from tests.catalog.folders import make_folder
from tests.factories import NOW

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")


def course_of(congress_id: int) -> Course:
    return db.session.scalars(
        select(Course).where(Course.congress_id == congress_id).execution_options(populate_existing=True)
    ).one()


def test_three_people_make_a_draft_a_course() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    add_video(draft_id, people.editor)
    publish(draft_id, people)
    course = course_of(people.congress_id)
    assert (course.state, course.origin, course.version) == (CourseState.PUBLISHED, Origin.BROWSER, 1)
    assert [(lesson.title, lesson.is_video) for lesson in course.lessons] == [("走访之前", False), ("看一次走访", True)]
    assert db.session.scalars(select(Question.text)).all() == ["走访之前先做什么？"]
    draft = read(draft_id)
    assert draft.state is DraftState.PUBLISHED
    assert len({draft.author_id, draft.reviewer_id, draft.approver_id}) == 3


def test_each_step_is_noted_with_who_took_it() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    publish(draft_id, people)
    steps = db.session.execute(select(DraftStep.step, DraftStep.account_id).order_by(DraftStep.id)).all()
    by = [people.editor.account_id, people.editor.account_id, people.reviewer.account_id, people.approver.account_id]
    assert list(map(tuple, steps)) == list(
        zip((Step.STARTED, Step.SUBMITTED, Step.REVIEWED, Step.APPROVED), by, strict=True)
    )
    noted = set(db.session.scalars(select(AuditEvent.action)))
    assert {"course_draft.submitted", "course_draft.reviewed", "course_draft.approved", "course.added"} <= noted


def test_who_wrote_in_a_draft_reviews_it_neither_nor_approves_it() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    parts.add_lesson(draft_id, LessonKind.READING, "又一课", "再看一遍。", actor=people.reviewer, now=NOW)
    revision = read(draft_id).revision
    review.submit(draft_id, revision=revision, actor=people.editor, now=NOW)
    for writer in (people.editor, people.reviewer):
        with pytest.raises(AnotherPersonReviews):
            review.review(draft_id, revision=revision, actor=writer, now=NOW)
    assert read(draft_id).state is DraftState.IN_REVIEW


def test_the_reviewer_does_not_approve() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    revision = read(draft_id).revision
    review.submit(draft_id, revision=revision, actor=people.editor, now=NOW)
    review.review(draft_id, revision=revision, actor=people.reviewer, now=NOW)
    for one in (people.reviewer, people.editor):
        with pytest.raises(AnotherPersonReviews):
            review.approve(draft_id, revision=revision, actor=one, now=NOW)
    assert db.session.scalars(select(Course)).all() == []


def test_the_database_itself_keeps_the_author_out() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    publish(draft_id, people)
    for column in ("reviewer_id", "approver_id"):
        with pytest.raises(IntegrityError, match="another"), transaction() as session:
            session.execute(
                update(CourseDraft)
                .where(CourseDraft.public_id == draft_id)
                .values(**{column: people.editor.account_id})
            )


def test_what_is_returned_is_written_on_and_reviewed_anew() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    revision = read(draft_id).revision
    review.submit(draft_id, revision=revision, actor=people.editor, now=NOW)
    review.review(draft_id, revision=revision, actor=people.reviewer, now=NOW)
    review.send_back(draft_id, "请补充出处。", revision=revision, actor=people.approver, now=NOW)
    draft = read(draft_id)
    assert (draft.state, draft.reviewer_id) == (DraftState.WRITING, None)
    parts.add_lesson(draft_id, LessonKind.READING, "出处", "见代表法。", actor=people.editor, now=NOW)
    publish(draft_id, people)
    assert course_of(people.congress_id).lessons[-1].title == "出处"


def test_what_waits_for_review_is_not_changed() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    review.submit(draft_id, revision=read(draft_id).revision, actor=people.editor, now=NOW)
    with pytest.raises(NotBeingWritten):
        parts.add_lesson(draft_id, LessonKind.READING, "晚了", "晚了。", actor=people.editor, now=NOW)


def test_nobody_decides_on_words_that_they_have_not_seen() -> None:
    people = make_people()
    draft_id = make_draft(people.editor)
    seen = read(draft_id).revision
    parts.add_lesson(draft_id, LessonKind.READING, "又一课", "再看一遍。", actor=people.editor, now=NOW)
    with pytest.raises(NotThatFar):
        review.submit(draft_id, revision=seen, actor=people.editor, now=NOW)


def test_a_draft_with_a_fault_is_not_submitted() -> None:
    people = make_people()
    draft_id = make_draft(people.editor, summary="")
    with pytest.raises(HasFaults):
        review.submit(draft_id, revision=read(draft_id).revision, actor=people.editor, now=NOW)


def test_a_draft_of_another_congress_is_not_found() -> None:
    draft_id = make_draft(make_people().editor)
    stranger = make_people().reviewer
    with pytest.raises(NotFound):
        review.review(draft_id, revision=1, actor=stranger, now=NOW)


def test_a_course_taken_over_keeps_its_lessons_and_is_left_alone_by_its_folder(tmp_path: Path) -> None:
    people = make_people()
    folder = make_folder(tmp_path)
    sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    course = course_of(people.congress_id)
    before = {lesson.key: lesson.id for lesson in course.lessons}
    draft_id = drafts.take_over(course.public_id, actor=people.editor, now=NOW).public_id
    parts.add_lesson(draft_id, LessonKind.READING, "新的一课", "补充。", actor=people.editor, now=NOW)
    publish(draft_id, people)
    after = course_of(people.congress_id)
    assert (after.version, after.origin) == (2, Origin.BROWSER)
    assert {lesson.key: lesson.id for lesson in after.lessons}.items() >= before.items()
    (folder / "text.md").write_text("## 别的\n\n别的。\n", "utf-8")
    (change,) = sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    assert change.outcome is Outcome.KEPT
    assert db.session.scalars(select(Lesson.body).where(Lesson.key == "text")).one() == "## 标准\n\n明确具体。"


def test_a_course_that_is_taken_over_unchanged_has_the_same_digest(tmp_path: Path) -> None:
    people = make_people()
    source = read_course(make_folder(tmp_path))
    sync([source], congress_id=people.congress_id, actor=None, now=NOW)
    draft_id = drafts.take_over(course_of(people.congress_id).public_id, actor=people.editor, now=NOW).public_id
    publish(draft_id, people)
    assert course_of(people.congress_id).digest == source.digest


def test_a_draft_does_not_undo_a_version_that_came_meanwhile(tmp_path: Path) -> None:
    people = make_people()
    folder = make_folder(tmp_path)
    sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    draft_id = drafts.take_over(course_of(people.congress_id).public_id, actor=people.editor, now=NOW).public_id
    (folder / "text.md").write_text("## 新\n\n新的文字。\n", "utf-8")
    sync([read_course(folder)], congress_id=people.congress_id, actor=None, now=NOW)
    with pytest.raises(CourseMovedOn):
        review.submit(draft_id, revision=1, actor=people.editor, now=NOW)


def test_a_course_has_one_draft_at_a_time(tmp_path: Path) -> None:
    people = make_people()
    sync([read_course(make_folder(tmp_path))], congress_id=people.congress_id, actor=None, now=NOW)
    course_id = course_of(people.congress_id).public_id
    first = drafts.take_over(course_id, actor=people.editor, now=NOW).public_id
    with pytest.raises(DraftIsThere):
        drafts.take_over(course_id, actor=people.editor, now=NOW)
    review.discard(first, revision=1, actor=people.editor, now=NOW)
    drafts.take_over(course_id, actor=people.editor, now=NOW)
