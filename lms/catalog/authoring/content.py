"""What a draft says: the shape of a course.toml, with texts in place of their files and digests in place of media.

The same shape is why one set of rules (`lms.catalog.rules`) checks both. Values stay as they were typed, wrong ones too:
nothing that somebody wrote is lost because something else is missing.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, NotRequired, TypedDict

from lms.catalog.models import Audience
from lms.catalog.questions.models import QuestionKind
from lms.catalog.questions.writing import sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from lms.catalog.models import Course, Lesson
    from lms.catalog.sources import QuestionSource


class LecturerContent(TypedDict):
    """Who speaks."""

    name: str
    title: str


class BasisContent(TypedDict):
    """What the course rests on; `as_of` is an ISO day or empty."""

    title: str
    articles: str
    as_of: str


class LessonContent(TypedDict):
    """A lesson. A reading has `text`; a video has `media` and `captions`, by their SHA-256, and a `transcript`; a package has
    `package`, by its SHA-256, and its `minutes`, and may have a `text`.
    """

    key: str
    kind: str
    title: str
    text: NotRequired[str]
    media: NotRequired[str]
    captions: NotRequired[str]
    transcript: NotRequired[str]
    package: NotRequired[str]
    minutes: NotRequired[int]
    required_percent: NotRequired[int]
    free_tail_seconds: NotRequired[int]


class QuestionContent(TypedDict):
    """A question; `right` is a list of numbers, one number, or a truth, by its kind, and None if nothing was chosen."""

    key: str
    lesson: str
    kind: str
    text: str
    options: NotRequired[list[str]]
    right: list[int] | int | bool | None
    explanation: str
    source: str


class About(TypedDict):
    """What is said of the course as a whole."""

    title: str
    summary: str
    topic: str
    node: str
    audience: str
    lecturer: LecturerContent
    basis: list[BasisContent]


class Content(About):
    """All of it."""

    lessons: list[LessonContent]
    questions: list[QuestionContent]


ABOUT = tuple(About.__annotations__)


def empty(title: str) -> Content:
    """A course of which nothing is known but what it is to be called."""
    return Content(
        title=title,
        summary="",
        topic="",
        node="",
        audience=Audience.ALL.value,
        lecturer=LecturerContent(name="", title=""),
        basis=[],
        lessons=[],
        questions=[],
    )


def content_of(session: Session, course: Course) -> Content:
    """The present version of a course as a draft would say it."""
    return Content(
        title=course.title,
        summary=course.summary,
        topic=course.topic,
        node=course.node_key or "",
        audience=course.audience.value,
        lecturer=LecturerContent(name=course.lecturer, title=course.lecturer_title),
        basis=[
            BasisContent(title=each.title, articles=each.articles, as_of=each.as_of.isoformat())
            for each in course.bases
        ],
        lessons=[_lesson(each) for each in course.lessons],
        questions=[_question(each) for each in sources_of(session, course).values()],
    )


def files_of(content: Content) -> set[str]:
    """The digests of all files that a draft refers to."""
    named = (lesson.get(name) for lesson in content["lessons"] for name in ("media", "captions", "package"))
    return {str(digest) for digest in named if digest}


def new_key(noun: str) -> str:
    """A stable key that no lesson or question of any course ever had."""
    return f"{noun}-{uuid.uuid4().hex[:12]}"


def seal(part: Mapping[str, object]) -> str:
    """What a form remembers of a part it was filled from, so that a change by somebody else is noticed."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def _lesson(lesson: Lesson) -> LessonContent:
    said = LessonContent(key=lesson.key, kind=lesson.kind.value, title=lesson.title)
    if lesson.is_package:
        return {**said, "package": lesson.media_sha256 or "", "minutes": lesson.minutes, "text": lesson.body}
    if not lesson.is_video:
        return {**said, "text": lesson.body}
    return {
        **said,
        "media": lesson.media_sha256 or "",
        "captions": lesson.captions_sha256 or "",
        "transcript": lesson.body,
        "required_percent": lesson.required_percent,
        "free_tail_seconds": lesson.free_tail_seconds,
    }


def _question(question: QuestionSource) -> QuestionContent:
    right: list[int] | int | bool = list(question.right)
    if question.kind is QuestionKind.TRUE_FALSE:
        right = question.right == (1,)
    elif question.kind is QuestionKind.SINGLE:
        right = question.right[0]
    said = QuestionContent(
        key=question.key,
        lesson=question.lesson,
        kind=question.kind.value,
        text=question.text,
        right=right,
        explanation=question.explanation,
        source=question.source,
    )
    return said if question.kind is QuestionKind.TRUE_FALSE else {**said, "options": list(question.options)}
