"""A deputy before a course with a package as its only lesson, and the calls that the package's page makes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lms.catalog.models import Lesson, LessonKind
from lms.catalog.packages.operations import keep_package
from lms.core import settings
from tests.catalog.factories import kept
from tests.catalog.packages.zips import V12, package
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.catalog.models import Course
    from tests.learning.conftest import Learner

CONTENT = "http://content.test"


@contextmanager
def content_at(origin: str, *, site: str = "") -> Iterator[None]:
    """The installation's content origin and perhaps that of the platform, for a while."""
    before = settings.current()
    settings.use(replace(before, content_origin=origin, site_origin=site))
    try:
        yield
    finally:
        settings.use(before)


def make_package(
    course: Course, manifest: str = V12, *, key: str = "package", position: int = 1, **files: str | bytes
) -> Lesson:
    """A lesson that is a package."""
    sha256 = keep_package(package(manifest, **files), now=NOW)
    values = {"key": key, "kind": LessonKind.PACKAGE, "position": position, "title": "互动课", "minutes": 20}
    return kept(Lesson(course_id=course.id, media_sha256=sha256, **values))


def launch(learner: Learner, lesson: Lesson, player: str = "", part: int = 0) -> Any:
    """The page starts a part of the package."""
    answer = ask_for(learner, lesson, part, player)
    assert answer.status_code == 200, answer.text
    return answer.json


def ask_for(learner: Learner, lesson: Lesson, part: Any, player: str = "") -> Any:
    """What a page is answered that asks for a part."""
    url = f"/learning/lessons/{lesson.public_id}/package"
    return learner.post(url, json={"player": player or str(uuid4()), "part": part})


def report(learner: Learner, token: str | None, **said: Any) -> Any:
    """The page sends what a package of SCORM 1.2 says of itself."""
    values = {"token": token, "completion": "incomplete", "suspend_data": "", "location": "", "has_finished": False}
    return learner.post("/learning/package-states", json=values | said)
