"""Reading a course folder whole: course.toml, readings, videos with captions and transcript, questions (ADR 0014)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from lms.catalog.captions import read_captions
from lms.catalog.markdown import faults
from lms.catalog.models import Audience, CourseState, LessonKind
from lms.catalog.mp4 import UnreadableVideo, inspect
from lms.catalog.problems import BrokenCourse, Problem
from lms.catalog.questions.reading import read_questions
from lms.catalog.sources import BasisSource, CourseSource, LessonSource, SourceFile
from lms.catalog.toml_file import read_toml
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lms.catalog.fields import Table

CHARACTERS_A_MINUTE = 300  # Unhurried reading of Chinese text, so that nobody is promised too little time.
SHORTEST_VIDEO_MS = 10_000
LONGEST_TEXT = 100_000


def folders(root: Path) -> list[Path]:
    """The folders below `root` that hold a course.toml, by name."""
    return sorted(file.parent for file in root.glob("*/course.toml"))


def read_course(folder: Path, *, nodes: Collection[str] | None = None) -> CourseSource:
    """Read and check one course; `nodes` are the outline's, None where there is no outline to check against.

    Raises:
        BrokenCourse: with everything that is wrong, by file and line.
    """
    problems: list[Problem] = []
    table = read_toml(folder, "course.toml", problems)
    course = _course(table, nodes) if table else None
    if course:
        questions = read_questions(folder, {lesson.key for lesson in course.lessons}, problems)
        course = replace(course, questions=questions)
    if course is None or problems:
        raise BrokenCourse(folder.name, sorted(problems, key=lambda each: (each.file, each.line)))
    return course


def _course(table: Table, nodes: Collection[str] | None) -> CourseSource:
    key = table.key()
    if key and key != table.report.folder.name:
        table.fault("key", N_("The course's key must be the name of its folder."))
    lecturer = table.table("lecturer")
    course = CourseSource(
        key=key,
        title=table.text("title"),
        summary=table.text("summary", longest=500),
        topic=table.text("topic", longest=20),
        node_key=_node(table, nodes),
        audience=table.choice("audience", Audience.ALL, Audience) or Audience.ALL,
        state=table.choice("state", CourseState.PUBLISHED, (CourseState.DRAFT, CourseState.PUBLISHED))
        or CourseState.DRAFT,
        lecturer=lecturer.text("name"),
        lecturer_title=lecturer.text("title", required=False),
        bases=tuple(_basis(each) for each in table.tables("basis")),
        lessons=tuple(_lessons(table)),
    )
    lecturer.finish()
    table.finish()
    return course


def _node(table: Table, nodes: Collection[str] | None) -> str | None:
    node = table.text("node", required=False)
    if node and nodes is not None and node not in nodes:
        table.fault("node", N_("The outline has no node “%(node)s”."), node=node)
    return node or None


def _basis(table: Table) -> BasisSource:
    basis = BasisSource(
        title=table.text("title"), articles=table.text("articles", required=False), as_of=table.day("as_of")
    )
    table.finish()
    return basis


def _lessons(course: Table) -> Iterator[LessonSource]:
    seen: set[str] = set()
    for table in course.tables("lessons"):
        key = table.key()
        if key and key in seen:
            table.fault("key", N_("Another lesson already has this key."))
        seen.add(key)
        kind = table.choice("kind", None, LessonKind)
        title = table.text("title")
        if kind is LessonKind.READING:
            body = _text(table, "text")
            yield LessonSource(key, kind, title, body, minutes=-(-len(body) // CHARACTERS_A_MINUTE) or 1)
        elif kind is LessonKind.VIDEO:
            yield _video(table, key, title)
        if kind:
            table.finish()


def _video(table: Table, key: str, title: str) -> LessonSource:
    media = _file(table, "media", "video/mp4")
    duration_ms = _duration(table, media) if media else 0
    captions = _file(table, "captions", "text/vtt")
    if captions and duration_ms:
        _check_captions(table, captions, duration_ms)
    return LessonSource(
        key=key,
        kind=LessonKind.VIDEO,
        title=title,
        body=_text(table, "transcript"),
        minutes=-(-duration_ms // 60_000) or 1,
        media=media,
        captions=captions,
        duration_ms=duration_ms,
        required_percent=table.integer("required_percent", default=80, low=1, high=100),
        free_tail_seconds=table.integer("free_tail_seconds", default=5, low=0, high=60),
    )


def _text(table: Table, name: str) -> str:
    path = table.file(name)
    text = _decoded(table, path) if path else None
    if path is None or text is None:
        return ""
    file = table.report.name(path.relative_to(table.report.folder).as_posix())
    if not text.strip():
        table.report.problems.append(Problem(file, 1, N_("The file is empty.")))
    elif len(text) > LONGEST_TEXT:
        table.report.problems.append(
            Problem(file, 1, N_("The text is longer than %(longest)d characters."), {"longest": LONGEST_TEXT})
        )
    else:
        table.report.problems += (Problem(file, line, template) for line, template in faults(text))
    return text.strip()


def _file(table: Table, name: str, media_type: str) -> SourceFile | None:
    path = table.file(name)
    if path is None:
        return None
    with path.open("rb") as file:
        return SourceFile(path, hashlib.file_digest(file, "sha256").hexdigest(), media_type)


def _duration(table: Table, media: SourceFile) -> int:
    try:
        with media.path.open("rb") as file:
            video = inspect(file)
    except UnreadableVideo as error:
        table.fault("media", N_("The video cannot be read: %(reason)s."), reason=str(error))
        return 0
    if not video.is_h264:
        table.fault("media", N_("The video must be H.264: some browsers in use play nothing else."))
    if not video.starts_at_once:
        table.fault("media", N_("The video's index must come first (fast start): else a slow line shows nothing."))
    if video.duration_ms < SHORTEST_VIDEO_MS:
        table.fault("media", N_("A video lesson lasts at least 10 seconds."))
    return video.duration_ms


def _check_captions(table: Table, captions: SourceFile, duration_ms: int) -> None:
    text = _decoded(table, captions.path)
    if text is not None:
        name = table.report.name(captions.path.relative_to(table.report.folder).as_posix())
        table.report.problems += read_captions(text, file=name, duration_ms=duration_ms)[1]


def _decoded(table: Table, path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        name = table.report.name(path.relative_to(table.report.folder).as_posix())
        table.report.problems.append(Problem(name, 1, N_("The file is not UTF-8 text.")))
        return None
