"""Courses and lessons for tests, straight into the tables."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from lms.catalog.models import Course, CourseState, LegalBasis, Lesson, LessonKind, Origin
from lms.core import blobs
from lms.core.database import db, transaction
from tests.catalog.folders import CAPTIONS, film
from tests.factories import NOW, make_congress, saved

_numbers = itertools.count(1)


def kept(thing: Any) -> Any:
    """Commit an object and let go of it, so that it can be read after requests have come and gone."""
    saved(thing)
    db.session.expunge(thing)
    return thing


def make_course(**given: Any) -> Course:
    """A published course without lessons."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "key": f"course-{number}",
        "origin": Origin.FOLDER,
        "state": CourseState.PUBLISHED,
        "version": 1,
        "digest": f"{number:064d}",
        "title": f"第{number}课程",
        "summary": "这门课讲什么。",
        "topic": "人大制度",
        "lecturer": "课程编写组",
        "updated_at": NOW,
    } | given
    if "congress_id" not in values:
        values["congress_id"] = make_congress().id
    if values["state"] is not CourseState.DRAFT:
        values.setdefault("published_at", NOW)
    course = kept(Course(**values))
    saved(LegalBasis(course_id=course.id, position=1, title="代表法", articles="第七条", as_of=date(2025, 3, 11)))
    return course


def make_reading(course: Course, **given: Any) -> Lesson:
    """A reading lesson."""
    number = next(_numbers)
    values = {"course_id": course.id, "key": f"reading-{number}", "kind": LessonKind.READING, "position": number}
    return kept(Lesson(**{**values, "title": f"读本{number}", "body": "## 标准\n\n明确具体。", "minutes": 2, **given}))


def make_video(course: Course, *, seconds: int = 300, **given: Any) -> Lesson:
    """A video lesson whose file nobody else has."""
    number = next(_numbers)
    with transaction() as session:
        media = blobs.put(session, film(seconds, samples=str(number).encode()), "video/mp4", now=NOW).sha256
        captions = blobs.put(session, CAPTIONS.encode(), "text/vtt", now=NOW).sha256
    values = {"course_id": course.id, "key": f"video-{number}", "kind": LessonKind.VIDEO, "position": number}
    files = {"media_sha256": media, "captions_sha256": captions, "duration_ms": seconds * 1000}
    return kept(Lesson(**{**values, **files, "title": f"视频{number}", "body": "先到现场看。", "minutes": 5, **given}))
