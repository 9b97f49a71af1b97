"""`lms records …`."""

from __future__ import annotations

from pathlib import Path

import click

from lms.core import clock
from lms.core.settings import current
from lms.records.erasures import journal, replaying
from lms.records.erasures.journal import BadJournal
from lms.records.log import cli as log


@click.group()
def records() -> None:
    """The performance records and their log."""


@records.command("replay-erasures")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def replay_erasures(file: Path | None) -> None:
    """Erase again what FILE, a journal of erasures, names: by default the one in the data folder."""
    own = current().data_dir / journal.NAME
    try:
        again = replaying.replay(file or own, now=clock.now())
    except (BadJournal, OSError) as error:
        raise click.ClickException(str(error)) from error
    replaying.complete(own)
    click.echo(f"{again} erasures were replayed")


for _command in log.COMMANDS:
    records.add_command(_command)
