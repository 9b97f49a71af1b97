"""The whole folder of courses as it lies there: the outline, the courses that are sound, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.catalog.folder import folders, read_course
from lms.catalog.operations import compare, sync
from lms.catalog.outline.operations import compare_outline, take_outline
from lms.catalog.outline.reading import read_outline
from lms.catalog.problems import BrokenCourse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from lms.catalog.operations import Change
    from lms.catalog.outline.reading import OutlineSource
    from lms.catalog.sources import CourseSource
    from lms.core.permissions import Actor


@dataclass(frozen=True)
class Library:
    """What a folder of courses holds. With a broken outline nothing is sound: no course's node could be checked."""

    outline: OutlineSource | None
    courses: Sequence[CourseSource]
    broken: Sequence[BrokenCourse]


def read_library(root: Path) -> Library:
    """Read and check everything below `root`."""
    try:
        outline = read_outline(root)
    except BrokenCourse as fault:
        return Library(None, [], [fault])
    courses, broken = [], []
    for path in folders(root):
        try:
            courses.append(read_course(path, nodes=outline.keys if outline else None))
        except BrokenCourse as fault:
            broken.append(fault)
    return Library(outline, courses, broken)


def compare_library(library: Library, *, congress_id: int) -> list[Change]:
    """What taking a library in would change, without doing it."""
    first = [compare_outline(library.outline, congress_id=congress_id)] if library.outline else []
    return [*first, *compare(library.courses, congress_id=congress_id)]


def take_library(library: Library, *, congress_id: int, actor: Actor | None, now: datetime) -> list[Change]:
    """Bring a congress's outline, then its courses, to what the folder says; the same folder again changes nothing.

    Raises:
        SyncClash: another sync met this one.
    """
    first = [take_outline(library.outline, congress_id=congress_id, actor=actor, now=now)] if library.outline else []
    return [*first, *sync(library.courses, congress_id=congress_id, actor=actor, now=now)]
