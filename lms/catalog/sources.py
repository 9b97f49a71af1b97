"""A course as its folder tells it, before the database is asked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from lms.catalog.models import Audience

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from _typeshed import DataclassInstance

    from lms.catalog.models import CourseState, LessonKind
    from lms.catalog.questions.models import QuestionKind


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a course. `path` is where its bytes lie before they become a blob; None if they are one already."""

    sha256: str
    media_type: str
    path: Path | None = None

    @property
    def place(self) -> Path:
        """Where the bytes lie, of a file that is no blob yet.

        Raises:
            ValueError: it is one.
        """
        if self.path is None:
            raise ValueError(self.sha256)
        return self.path


@dataclass(frozen=True, slots=True)
class BasisSource:
    """A document that the course rests on, and the day of the wording that was read."""

    title: str
    articles: str
    as_of: date


@dataclass(frozen=True, slots=True)
class LessonSource:
    """One lesson; `body` is the reading, or the transcript of the video."""

    key: str
    kind: LessonKind
    title: str
    body: str
    minutes: int
    media: SourceFile | None = None
    captions: SourceFile | None = None
    duration_ms: int | None = None
    required_percent: int = 80
    free_tail_seconds: int = 5


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """One question. `right` has the numbers of the right options, from 1; a statement has two options without words."""

    key: str
    lesson: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class CourseSource:
    """One course, checked."""

    key: str
    title: str
    summary: str
    topic: str
    state: CourseState
    lecturer: str
    lecturer_title: str
    bases: tuple[BasisSource, ...]
    lessons: tuple[LessonSource, ...]
    questions: tuple[QuestionSource, ...] = ()
    node_key: str | None = None
    audience: Audience = Audience.ALL

    @property
    def digest(self) -> str:
        """SHA-256 over all content, files by their own digest: the same content has the same digest anywhere."""
        return digest_of(self)

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """Every file that is to become a blob."""
        return tuple(file for lesson in self.lessons for file in (lesson.media, lesson.captions) if file and file.path)


def digest_of(source: DataclassInstance) -> str:
    """SHA-256 over all that a source says."""
    said = asdict(source, dict_factory=_without_places)
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def _without_places(fields: list[tuple[str, object]]) -> dict[str, object]:
    # A path is where the bytes happened to lie; their digest beside it says what they are.
    return {name: "" if name == "path" else value for name, value in fields}
