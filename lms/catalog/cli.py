"""`lms courses`: from folders of content to courses that people can take, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.catalog.export import export_course
from lms.catalog.library import compare_library, read_library, take_library
from lms.catalog.operations import Outcome
from lms.catalog.outline.reading import FILE as OUTLINE
from lms.catalog.packages.operations import check_package
from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import N_, gettext, ngettext
from lms.core.settings import current
from lms.people.named_congress import named_congress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.operations import Change
    from lms.catalog.problems import BrokenCourse

OUTCOMES = {
    Outcome.ADDED: N_("added"),
    Outcome.CHANGED: N_("changed"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.KEPT: N_("kept as edited in the browser"),
    Outcome.LEFT_WITHDRAWN: N_("left withdrawn"),
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
    """Take the outline and the courses in from LMS_COURSES_DIR.

    A broken course is refused whole; the others are taken. With a broken outline nothing is.
    """
    congress_id = named_congress(db.session(), code).id
    root = current().courses_dir
    library = read_library(root)
    if not library.courses and not library.broken:
        raise NoCourses(folder=root)
    if is_real:
        changes = take_library(library, congress_id=congress_id, actor=None, now=clock.now())
    else:
        changes = compare_library(library, congress_id=congress_id)
    for change in changes:
        _tell(change)
    for fault in library.broken:
        for problem in fault.problems:
            click.echo(problem.message, err=True)
    _sum_up(changes, library.broken, is_real=is_real)
    if library.broken:
        sys.exit(1)


@courses.command("export")
@click.argument("key", metavar="COURSE")
@click.argument("root", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--congress", "code", help="The congress's code; needed only if there are several.")
def export_command(key: str, root: Path, *, code: str | None) -> None:
    """Write a course to the folder DIR/COURSE, from which a sync takes in the same course."""
    congress_id = named_congress(db.session(), code).id
    click.echo(export_course(key, root, congress_id=congress_id))


@courses.command("check-package")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_package_command(file: Path) -> None:
    """Say whether a SCORM package (.zip) can be taken as a lesson; nothing is kept."""
    with file.open("rb") as stream:
        manifest = check_package(stream)
    click.echo(f"{manifest.standard}: {manifest.title}")
    for part in manifest.parts:
        click.echo(
            "  " * (part.depth + 1) + f"{part.kind}: {part.title}" + (f" ({part.launch})" if part.launch else "")
        )


def _tell(change: Change) -> None:
    click.echo(f"{change.key}: {gettext(OUTCOMES[change.outcome])}")
    for name in change.fields:
        click.echo(f"  {name}")


def _sum_up(changes: Sequence[Change], broken: Sequence[BrokenCourse], *, is_real: bool) -> None:
    count = sum(change.writes for change in changes if change.key != OUTLINE)
    if is_real:
        click.echo(ngettext("%(num)d course taken in.", "%(num)d courses taken in.", count))
    else:
        click.echo(ngettext("%(num)d course would change.", "%(num)d courses would change.", count))
    if any(fault.key == OUTLINE for fault in broken):
        click.echo(gettext("The outline has faults. No course was taken in."), err=True)
    elif broken:
        words = ngettext("%(num)d course refused as a whole.", "%(num)d courses refused, each as a whole.", len(broken))
        click.echo(words, err=True)
