"""`lms courses sync`: from folders of content to courses that people can take."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lms.catalog.folder import folders, read_course
from lms.catalog.operations import Outcome, compare, sync
from lms.catalog.problems import BrokenCourse
from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import N_, gettext, ngettext
from lms.core.settings import current
from lms.people.named_congress import named_congress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lms.catalog.operations import Change
    from lms.catalog.sources import CourseSource

OUTCOMES = {
    Outcome.ADDED: N_("added"),
    Outcome.CHANGED: N_("changed"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.KEPT: N_("kept as edited in the browser"),
}


class NoCourses(DomainError):
    """The folder has no course in it."""

    template = N_("There is no folder with a course.toml in %(folder)s.")


@click.group()
def courses() -> None:
    """Courses and their content."""


@courses.command("sync")
@click.option("--apply/--dry-run", "is_real", default=True, help="Change the database, or only show what would change.")
@click.option("--congress", "code", help="The congress's code; needed only if there are several.")
def sync_command(*, is_real: bool, code: str | None) -> None:
    """Take the courses in from LMS_COURSES_DIR. A broken course is refused whole; the others are taken."""
    congress_id = named_congress(db.session(), code).id
    root = current().courses_dir
    paths = folders(root)
    if not paths:
        raise NoCourses(folder=root)
    sources, broken = _read(paths)
    if is_real:
        changes = sync(sources, congress_id=congress_id, actor=None, now=clock.now())
    else:
        changes = compare(sources, congress_id=congress_id)
    for change in changes:
        _tell(change)
    for fault in broken:
        for problem in fault.problems:
            click.echo(problem.message, err=True)
    _sum_up(changes, len(broken), is_real=is_real)
    if broken:
        sys.exit(1)


def _read(paths: Sequence[Path]) -> tuple[list[CourseSource], list[BrokenCourse]]:
    sources, broken = [], []
    for path in paths:
        try:
            sources.append(read_course(path))
        except BrokenCourse as fault:
            broken.append(fault)
    return sources, broken


def _tell(change: Change) -> None:
    click.echo(f"{change.key}: {gettext(OUTCOMES[change.outcome])}")
    for name in change.fields:
        click.echo(f"  {name}")


def _sum_up(changes: Sequence[Change], broken: int, *, is_real: bool) -> None:
    count = sum(change.writes for change in changes)
    if is_real:
        click.echo(ngettext("%(num)d course taken in.", "%(num)d courses taken in.", count))
    else:
        click.echo(ngettext("%(num)d course would change.", "%(num)d courses would change.", count))
    if broken:
        words = ngettext("%(num)d course refused as a whole.", "%(num)d courses refused, each as a whole.", broken)
        click.echo(words, err=True)
