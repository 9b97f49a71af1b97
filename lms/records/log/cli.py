"""`lms records verify`, `checkpoint` and `sequence`: the log of the record."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, TextIO

import click

from lms.core import clock
from lms.core.database import db
from lms.records.log import checkpoints, sequencer
from lms.records.log.verifying.running import Parts, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from lms.records.log.faults import Report


@click.command("verify")
@click.option(
    "--checkpoint",
    "files",
    type=click.File(encoding="utf-8"),
    multiple=True,
    help="A checkpoint that was kept outside; may be given several times.",
)
@click.option("--tree-only", "parts", flag_value=Parts.TREE.value, help="Only the tree and its checkpoints.")
@click.option("--rows", "parts", flag_value=Parts.ROWS.value, help="Only the entries' rows.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify_record(files: tuple[TextIO, ...], parts: str | None, *, as_json: bool) -> None:
    """Check every entry, the tree over them, and every checkpoint; exit code 1 if anything is wrong."""
    try:
        outside = [(each.name, each.read()) for each in files]
    except UnicodeDecodeError as error:
        raise click.ClickException("a file that was given is no text, and so no checkpoint") from error
    report = verify(now=clock.now(), outside=outside, parts=Parts(parts or Parts.ALL), tell=_progress())
    click.echo(_as_json(report) if as_json else _as_text(report))
    sys.exit(0 if report.is_whole else 1)


@click.command("checkpoint")
@click.option("--out", type=click.File("w", encoding="utf-8", atomic=True), help="Write it into a file.")
def checkpoint(out: TextIO | None) -> None:
    """Print the newest checkpoint, to be kept outside."""
    newest = checkpoints.newest(db.session())
    if newest is None:
        raise click.ClickException("the log is empty; there is no checkpoint yet")
    click.echo(newest.note, nl=False, file=out)


@click.command("sequence")
def sequence() -> None:
    """Place the waiting entries in the log now, as the worker does each minute."""
    click.echo(f"{sequencer.sequence(now=clock.now())} entries placed in the log")


COMMANDS = (verify_record, checkpoint, sequence)


def _progress() -> Callable[[str, int, int], None]:
    """Tell on standard error how far the check is: once for each percent."""
    said: dict[str, int] = {}

    def tell(what: str, done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        if said.get(what) != percent:
            said[what] = percent
            click.echo(f"{what}: {done} of {total} ({percent}%)", err=True)

    return tell


def _as_text(report: Report) -> str:
    lines = [each.words() for each in report.kept]
    lines += [
        f"… and {count - report.most} more of this sort: {fault}"
        for fault, count in report.counts.items()
        if count > report.most
    ]
    held = f"{report.leaves} leaves, {report.checkpoints} checkpoints and {report.entries} entries checked"
    verdict = "nothing was changed" if report.is_whole else f"{report.counts.total()} findings"
    return "\n".join([*lines, f"{held}: {verdict}"])


def _as_json(report: Report) -> str:
    whole = {
        "is_whole": report.is_whole,
        "leaves": report.leaves,
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "counts": report.counts,
        "findings": [each.as_json() for each in report.kept],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
