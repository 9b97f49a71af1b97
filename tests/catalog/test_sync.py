"""`lms courses sync`: says what would change, changes just that, and loses nobody's progress."""

from __future__ import annotations

import dataclasses

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from lms.audit.models import AuditEvent
from lms.catalog.cli import courses
from lms.catalog.folder import folders, read_course
from lms.catalog.models import Course, CourseState, CourseVersion, Lesson, Origin
from lms.catalog.operations import Outcome, compare, sync
from lms.core import settings
from lms.core.blobs import read_blob
from lms.core.database import db, transaction
from tests.catalog.folders import COURSE, OUTLINE, make_folder
from tests.factories import NOW, make_congress


@pytest.fixture
def congress_id(database):
    return make_congress().id


def take(root, congress_id):
    sources = [read_course(folder) for folder in folders(root)]
    changes = sync(sources, congress_id=congress_id, actor=None, now=NOW)
    return [(change.outcome, list(change.fields)) for change in changes]


def the_course():
    db.session.rollback()
    return db.session.scalars(select(Course)).one()


def test_a_folder_becomes_a_published_course_with_its_media(tmp_path, congress_id):
    folder = make_folder(tmp_path)
    assert take(tmp_path, congress_id) == [(Outcome.ADDED, [])]
    course = the_course()
    assert (course.state, course.version, course.published_at) == (CourseState.PUBLISHED, 1, NOW)
    assert [lesson.key for lesson in course.lessons] == ["text", "film"]
    assert read_blob(course.lessons[1].media_sha256) == (folder / "film.mp4").read_bytes()
    assert course.bases[0].as_of.isoformat() == "2025-03-11"


def test_the_same_folder_again_changes_nothing(tmp_path, congress_id):
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    assert take(tmp_path, congress_id) == [(Outcome.UNCHANGED, [])]
    assert the_course().version == 1
    assert db.session.scalar(select(func.count()).select_from(CourseVersion)) == 1


def test_showing_what_would_change_changes_nothing(tmp_path, congress_id):
    make_folder(tmp_path)
    (change,) = compare([read_course(tmp_path / "suggestion")], congress_id=congress_id)
    assert change.outcome is Outcome.ADDED
    assert db.session.scalar(select(func.count()).select_from(Course)) == 0


def test_a_change_is_named_field_by_field_and_keeps_the_lessons_rows(tmp_path, congress_id):
    folder = make_folder(tmp_path)
    take(tmp_path, congress_id)
    ids = {lesson.key: lesson.id for lesson in the_course().lessons}
    make_folder(
        tmp_path, course=COURSE.replace("怎样写好一件代表建议", "写好代表建议").replace("法律怎样规定", "法律规定")
    )
    (folder / "text.md").write_text("新的文字。", "utf-8")
    assert take(tmp_path, congress_id) == [(Outcome.CHANGED, ["title", "lesson text: title", "lesson text: body"])]
    course = the_course()
    assert course.version == 2
    assert {lesson.key: lesson.id for lesson in course.lessons} == ids


def test_lessons_can_change_places(tmp_path, congress_id):
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    head, text, film = COURSE.split("[[lessons]]\n")
    make_folder(tmp_path, course=f"{head}[[lessons]]\n{film}[[lessons]]\n{text}")
    assert take(tmp_path, congress_id) == [(Outcome.CHANGED, ["lesson film: position", "lesson text: position"])]
    assert [lesson.key for lesson in the_course().lessons] == ["film", "text"]


def test_a_dropped_lesson_is_kept_but_not_current_and_can_come_back(tmp_path, congress_id):
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    make_folder(tmp_path, course="[[lessons]]\n".join(COURSE.split("[[lessons]]\n")[:2]))
    assert take(tmp_path, congress_id) == [(Outcome.CHANGED, ["lesson film: dropped"])]
    assert [lesson.key for lesson in the_course().lessons] == ["text"]
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    assert db.session.scalar(select(func.count()).select_from(Lesson)) == 2


def test_what_was_made_in_the_browser_is_not_touched(tmp_path, congress_id):
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    with transaction() as session:
        session.scalars(select(Course)).one().origin = Origin.BROWSER
    make_folder(tmp_path, course=COURSE.replace("怎样写好", "如何写好"))
    assert take(tmp_path, congress_id) == [(Outcome.KEPT, [])]
    assert the_course().title.startswith("怎样")


def test_a_draft_stays_hidden_until_the_folder_says_otherwise(tmp_path, congress_id):
    make_folder(tmp_path, course=COURSE.replace("[lecturer]", 'state = "draft"\n\n[lecturer]'))
    take(tmp_path, congress_id)
    assert (the_course().state, the_course().published_at) == (CourseState.DRAFT, None)
    make_folder(tmp_path)
    assert take(tmp_path, congress_id) == [(Outcome.CHANGED, ["state"])]
    assert the_course().published_at == NOW


def test_two_congresses_have_their_own(tmp_path, congress_id):
    make_folder(tmp_path)
    other = make_congress().id
    assert take(tmp_path, congress_id) == take(tmp_path, other) == [(Outcome.ADDED, [])]


def test_a_sync_is_audited_by_the_names_of_fields(tmp_path, congress_id):
    make_folder(tmp_path)
    take(tmp_path, congress_id)
    make_folder(tmp_path, course=COURSE.replace("怎样写好", "如何写好"))
    take(tmp_path, congress_id)
    events = db.session.execute(select(AuditEvent.action, AuditEvent.fields).order_by(AuditEvent.id)).all()
    assert [tuple(event) for event in events] == [("course.added", []), ("course.changed", ["title"])]


def run(root, *arguments):
    usual = settings.current()
    settings.use(dataclasses.replace(usual, courses_dir=root))
    try:
        return CliRunner().invoke(courses, ["sync", *arguments])
    finally:
        settings.use(usual)


def test_the_command_refuses_a_broken_course_whole_and_takes_the_others(tmp_path, congress_id):
    make_folder(tmp_path, "good")
    make_folder(tmp_path, "bad", course=COURSE.replace('text = "text.md"', 'text = "none.md"'))
    done = run(tmp_path)
    assert done.exit_code == 1
    assert "bad/course.toml:18:" in done.output
    assert the_course().key == "good"


def test_the_dry_run_of_the_command_writes_nothing(tmp_path, congress_id):
    make_folder(tmp_path)
    done = run(tmp_path, "--dry-run")
    assert (done.exit_code, "suggestion: 新增" in done.output) == (0, True)
    assert db.session.scalar(select(func.count()).select_from(Course)) == 0


def test_with_a_broken_outline_the_command_takes_nothing_and_says_where(tmp_path, congress_id):
    make_folder(tmp_path)
    (tmp_path / "outline.toml").write_text(OUTLINE.replace('key = "system"', "key = 7"), "utf-8")
    done = run(tmp_path)
    assert done.exit_code == 1
    assert f"{tmp_path.name}/outline.toml:10:" in done.output
    assert "课程均未载入" in done.output
    assert db.session.scalar(select(func.count()).select_from(Course)) == 0


def test_the_command_takes_the_outline_before_the_courses(tmp_path, congress_id):
    make_folder(tmp_path, course=COURSE.replace('topic = "代表建议"', 'topic = "代表建议"\nnode = "suggestions"'))
    (tmp_path / "outline.toml").write_text(OUTLINE, "utf-8")
    done = run(tmp_path)
    assert done.output.splitlines() == ["outline.toml: 新增", "suggestion: 新增", "已载入 1 门课程。"]
    assert the_course().node_key == "suggestions"


def test_without_a_congress_the_command_says_what_to_do_first(tmp_path, database):
    make_folder(tmp_path)
    assert "lms congress found" in run(tmp_path).exception.message


def test_with_two_congresses_the_command_asks_which(tmp_path, congress_id):
    make_congress()
    make_folder(tmp_path)
    assert "--congress" in str(run(tmp_path).exception.message)


def test_a_folder_without_courses_is_told(tmp_path, congress_id):
    assert "course.toml" in run(tmp_path).exception.message
