"""What a course must be, wherever it is written: one set of rules for a folder and for a draft in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from lms.catalog.captions import read_captions
from lms.catalog.markdown import faults
from lms.catalog.models import Audience, CourseState, LessonKind
from lms.catalog.mp4 import UnreadableVideo, inspect
from lms.catalog.packages.media_types import ZIP
from lms.catalog.packages.operations import check_package
from lms.catalog.packages.refusals import PackageRefused
from lms.catalog.problems import Problem
from lms.catalog.sources import BasisSource, CourseSource, LessonSource
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lms.catalog.fields import Table
    from lms.catalog.sources import SourceFile

CHARACTERS_A_MINUTE = 300  # Unhurried reading of Chinese text, so that nobody is promised too little time.
SHORTEST_VIDEO_MS = 10_000
LONGEST_TEXT = 100_000
NOT_UTF8 = N_("The file is not UTF-8 text.")


@dataclass(frozen=True, slots=True)
class Text:
    """A long text, and what messages about one of its lines call it."""

    name: str
    words: str


class Shelf(Protocol):
    """Where the long texts and the files of a course lie: beside its course.toml, or in the draft itself."""

    def text(self, table: Table, name: str) -> Text | None:
        """The text that a key names; None, with the fault noted, where there is none."""

    def file(self, table: Table, name: str, media_type: str) -> SourceFile | None:
        """The file that a key names; None, with the fault noted, where there is none."""

    def open(self, file: SourceFile) -> BinaryIO:
        """The bytes of a file."""

    def name(self, table: Table, name: str) -> str:
        """What messages about a line of a file call it."""


def course_of(table: Table, shelf: Shelf, nodes: Collection[str] | None) -> CourseSource:
    """A course without its questions; faults go into the table's report. `nodes` are the outline's, None to take any."""
    lecturer = table.table("lecturer")
    course = CourseSource(
        key=table.key(),
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
        lessons=tuple(_lessons(table, shelf)),
    )
    lecturer.finish()
    table.finish()
    return course


def video_faults(file: BinaryIO) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    """How long a video lasts in milliseconds (0 if it cannot be read), and what is wrong with it, as msgids with words."""
    try:
        video = inspect(file)
    except UnreadableVideo as error:
        return 0, [(N_("The video cannot be read: %(reason)s."), {"reason": str(error)})]
    found = []
    if not video.is_h264:
        found.append(N_("The video must be H.264: some browsers in use play nothing else."))
    if not video.starts_at_once:
        found.append(N_("The video's index must come first (fast start): else a slow line shows nothing."))
    if video.duration_ms < SHORTEST_VIDEO_MS:
        found.append(N_("A video lesson lasts at least 10 seconds."))
    return video.duration_ms, [(template, {}) for template in found]


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


def _lessons(course: Table, shelf: Shelf) -> Iterator[LessonSource]:
    seen: set[str] = set()
    for table in course.tables("lessons"):
        key = table.key()
        if key and key in seen:
            table.fault("key", N_("Another lesson already has this key."))
        seen.add(key)
        kind = table.choice("kind", None, LessonKind)
        title = table.text("title")
        if kind is LessonKind.READING:
            body = _text(table, "text", shelf)
            yield LessonSource(key, kind, title, body, minutes=-(-len(body) // CHARACTERS_A_MINUTE) or 1)
        elif kind is LessonKind.VIDEO:
            yield _video(table, shelf, key, title)
        elif kind is LessonKind.PACKAGE:
            yield _package(table, shelf, key, title)
        if kind:
            table.finish()


def _video(table: Table, shelf: Shelf, key: str, title: str) -> LessonSource:
    media = shelf.file(table, "media", "video/mp4")
    duration_ms = _duration(table, shelf, media) if media else 0
    captions = shelf.file(table, "captions", "text/vtt")
    if captions and duration_ms:
        _check_captions(table, shelf, captions, duration_ms)
    return LessonSource(
        key=key,
        kind=LessonKind.VIDEO,
        title=title,
        body=_text(table, "transcript", shelf),
        minutes=-(-duration_ms // 60_000) or 1,
        media=media,
        captions=captions,
        duration_ms=duration_ms,
        required_percent=table.integer("required_percent", default=80, low=1, high=100),
        free_tail_seconds=table.integer("free_tail_seconds", default=5, low=0, high=60),
    )


def _package(table: Table, shelf: Shelf, key: str, title: str) -> LessonSource:
    """A package says itself what it needs; how long it takes is its author's word, since nobody can compute it."""
    media = shelf.file(table, "package", ZIP)
    if media:
        with shelf.open(media) as file:
            try:
                check_package(file)
            except PackageRefused as refusal:
                table.fault("package", refusal.template, **refusal.params)
    return LessonSource(
        key=key,
        kind=LessonKind.PACKAGE,
        title=title,
        body=_text(table, "text", shelf) if table.value("text") else "",
        minutes=table.integer("minutes", default=1, low=1, high=600),
        media=media,
    )


def _text(table: Table, name: str, shelf: Shelf) -> str:
    text = shelf.text(table, name)
    if text is None:
        return ""
    problems = table.report.problems
    if not text.words.strip():
        problems.append(Problem(text.name, 1, N_("The file is empty.")))
    elif len(text.words) > LONGEST_TEXT:
        words = {"longest": LONGEST_TEXT}
        problems.append(Problem(text.name, 1, N_("The text is longer than %(longest)d characters."), words))
    else:
        problems += (Problem(text.name, line, template) for line, template in faults(text.words))
    return text.words.strip()


def _duration(table: Table, shelf: Shelf, media: SourceFile) -> int:
    with shelf.open(media) as file:
        duration_ms, found = video_faults(file)
    for template, words in found:
        table.fault("media", template, **words)
    return duration_ms


def _check_captions(table: Table, shelf: Shelf, captions: SourceFile, duration_ms: int) -> None:
    name = shelf.name(table, "captions")
    with shelf.open(captions) as file:
        try:
            text = file.read().decode()
        except UnicodeDecodeError:
            table.report.problems.append(Problem(name, 1, NOT_UTF8))
        else:
            table.report.problems += read_captions(text, file=name, duration_ms=duration_ms)[1]
