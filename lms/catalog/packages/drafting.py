"""A package as a lesson of a draft that is written in the browser."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from lms.catalog.authoring.content import LessonContent, new_key
from lms.catalog.authoring.operations.drafts import hold_files, writing_in
from lms.catalog.authoring.operations.parts import MOST_LESSONS
from lms.catalog.authoring.refusals import TooMuch
from lms.catalog.models import LessonKind
from lms.catalog.packages.operations import put_package, staged_package

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.core.permissions import Actor


def add_package(draft_id: uuid.UUID, file: IO[bytes], *, title: str, minutes: int, actor: Actor, now: datetime) -> str:
    """Add a package to a draft as its last lesson; returns the lesson's key. Without a title it has the package's own.

    Raises:
        PackageRefused: it cannot be taken; nothing is kept.
        NotFound, NotBeingWritten, TooMuch.
    """
    key = new_key("lesson")
    with staged_package(file) as staged, writing_in(draft_id, actor=actor, now=now) as (session, draft, content):
        if len(content["lessons"]) >= MOST_LESSONS:
            raise TooMuch(most=MOST_LESSONS)
        sha256 = put_package(session, staged, now=now)
        hold_files(session, draft, {sha256})
        content["lessons"].append(
            LessonContent(
                key=key,
                kind=LessonKind.PACKAGE.value,
                title=title or staged.manifest.title,
                package=sha256,
                minutes=minutes,
                text="",
            )
        )
    return key
