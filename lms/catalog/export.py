"""A course as a folder again: what `lms courses sync` reads back is the same course, to the digest."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.folder import read_course
from lms.catalog.models import Audience, Course, CourseState
from lms.catalog.questions import reading
from lms.catalog.questions.models import QuestionKind
from lms.catalog.questions.writing import sources_of
from lms.catalog.toml_writing import table_text
from lms.core.blobs import open_blob
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lms.catalog.models import Lesson
    from lms.catalog.sources import QuestionSource


class FolderTaken(DomainError):
    """Nothing is overwritten."""

    template = N_("%(folder)s is there already and not empty.")


class UnknownCourse(NotFound):
    """The congress has no course of that key."""

    template = N_("There is no course “%(key)s”.")


class WithdrawnCourse(DomainError):
    """A folder cannot say that a course was withdrawn: that is an act with a reason."""

    template = N_("The course “%(key)s” has been withdrawn; a folder cannot say so.")


def export_course(key: str, root: Path, *, congress_id: int) -> Path:
    """Write a course's present version to the folder `root/key` and return that folder.

    Raises:
        UnknownCourse, WithdrawnCourse: there is nothing to write.
        FolderTaken: the folder is there and not empty.
        FileNotFoundError: a media file's bytes are missing, which `lms backup verify` would have told.
    """
    course = db.session.scalar(select(Course).where(Course.congress_id == congress_id, Course.key == key))
    if course is None:
        raise UnknownCourse(key=key)
    if course.state is CourseState.WITHDRAWN:
        raise WithdrawnCourse(key=key)
    folder = root / key
    if folder.exists() and any(folder.iterdir()):
        raise FolderTaken(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text("\n".join(_course(course)), "utf-8")
    for lesson in course.lessons:
        _write_lesson(folder, lesson)
    questions = sources_of(db.session(), course)
    if questions:
        text = "\n".join(table_text("[[questions]]", _question(each)) for each in questions.values())
        (folder / reading.FILE).write_text(text, "utf-8")
    read_course(folder)  # What cannot be read back must not pass for an export.
    return folder


def _course(course: Course) -> Iterator[str]:
    yield table_text(
        "",
        {
            "key": course.key,
            "title": course.title,
            "summary": course.summary,
            "topic": course.topic,
            "node": course.node_key,
            "audience": None if course.audience is Audience.ALL else course.audience.value,
            "state": CourseState.DRAFT.value if course.state is CourseState.DRAFT else None,
        },
    )
    yield table_text("[lecturer]", {"name": course.lecturer, "title": course.lecturer_title or None})
    for basis in course.bases:
        values = {"title": basis.title, "articles": basis.articles or None, "as_of": basis.as_of}
        yield table_text("[[basis]]", values)
    for lesson in course.lessons:
        yield table_text("[[lessons]]", _lesson(lesson))


def _lesson(lesson: Lesson) -> Mapping[str, object]:
    said = {"key": lesson.key, "kind": lesson.kind.value, "title": lesson.title}
    if lesson.is_package:
        about = {"text": f"{lesson.key}.md"} if lesson.body else {}
        return {**said, "package": f"{lesson.key}.zip", **about, "minutes": lesson.minutes}
    if not lesson.is_video:
        return {**said, "text": f"{lesson.key}.md"}
    return {
        **said,
        "media": f"{lesson.key}.mp4",
        "captions": f"{lesson.key}.vtt",
        "transcript": f"{lesson.key}.md",
        "required_percent": None if lesson.required_percent == 80 else lesson.required_percent,
        "free_tail_seconds": None if lesson.free_tail_seconds == 5 else lesson.free_tail_seconds,
    }


def _question(question: QuestionSource) -> Mapping[str, object]:
    is_statement = question.kind is QuestionKind.TRUE_FALSE
    right: object = list(question.right)
    if question.kind is not QuestionKind.MULTIPLE:
        right = question.right == (1,) if is_statement else question.right[0]
    return {
        "key": question.key,
        "lesson": question.lesson,
        "kind": question.kind.value,
        "text": question.text,
        "options": None if is_statement else list(question.options),
        "right": right,
        "explanation": question.explanation,
        "source": question.source,
    }


def _write_lesson(folder: Path, lesson: Lesson) -> None:
    if lesson.body:
        (folder / f"{lesson.key}.md").write_text(lesson.body + "\n", "utf-8")
    for sha256, ending in (
        (lesson.media_sha256, "zip" if lesson.is_package else "mp4"),
        (lesson.captions_sha256, "vtt"),
    ):
        if sha256:
            with open_blob(sha256) as source, (folder / f"{lesson.key}.{ending}").open("wb") as target:
                shutil.copyfileobj(source, target)
