"""`lms backup` and `lms restore`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from lms.core import blobs, clock, crypto, keys, migrations, settings
from lms.core.backup import after_restore, making, restoring
from lms.core.backup.after_restore import StepFailed
from lms.core.backup.databases import ToolMissing
from lms.core.backup.making import FolderInUse
from lms.core.backup.manifest import BadBackup
from lms.core.backup.restoring import TargetInUse
from lms.core.blob_store import LocalStore
from lms.core.database import db

EXPECTED = (BadBackup, FolderInUse, TargetInUse, ToolMissing)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keys-to", type=FOLDER, help="Put the key file into this folder, apart from the data it opens.")
def backup(folder: Path, keys_to: Path | None) -> None:
    """Back up database, blobs and keys into FOLDER, which must be new or empty, while the platform runs."""
    os.umask(0o077)
    try:
        made = making.make(folder.absolute(), settings.current(), keys_to=keys_to, now=clock.now())
    except EXPECTED as error:
        _fail(str(error))
    rows = sum(made.contents.counts.values())
    click.echo(f"{folder}: {len(made.contents.counts)} tables, {rows} rows, {len(made.files)} files")
    if not made.keys_apart:
        click.echo("The keys are in it. Whoever has it can read everything; see --keys-to.")
    _tell_of_lost_blobs(made.lost_blobs)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keys-from", type=FOLDER, help="The folder of the key file, if it was backed up apart.")
@click.option("--force", is_flag=True, help="Replace what is there; files are kept beside as ….replaced-….")
def restore(folder: Path, keys_from: Path | None, *, force: bool) -> None:
    """Put the backup in FOLDER where the settings say. Everything is checked before anything is touched."""
    os.umask(0o077)
    chosen = settings.from_environment(os.environ)
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    db.bind(chosen.resolved_database_url, owner_url=chosen.database_owner_url)
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    try:
        put = restoring.restore(folder.absolute(), chosen, keys_from=keys_from, force=force, stamp=stamp)
    except EXPECTED as error:
        _fail(str(error))
    rows = sum(put.contents.counts.values())
    click.echo(
        f"restored the backup of {put.made_at}: {len(put.contents.counts)} tables, {rows} rows; all counts and triggers agree"
    )
    _finish(chosen, is_of_this_release=put.contents.revision == migrations.head())
    _tell_of_lost_blobs(put.lost_blobs)


def _finish(chosen: settings.Settings, *, is_of_this_release: bool) -> None:
    """Let the rooms do what follows a restore; a database of another release must be upgraded first."""
    if not is_of_this_release:
        commands = ["lms db upgrade", *after_restore.commands()]
        click.echo(f"It is of another release; before you serve, run in this order: {'; '.join(commands)}")
        return
    crypto.use(keys.load(chosen.resolved_keys_file))
    blobs.use(LocalStore(chosen.data_dir / "blobs"))
    try:
        for line in after_restore.run_all(chosen, now=clock.now()):
            click.echo(line)
    except StepFailed as error:
        _fail(str(error))


def _tell_of_lost_blobs(lost: list[str]) -> None:
    for sha256 in lost:
        click.echo(f"lms: the file of blob {sha256} was missing or damaged when the backup was made", err=True)
    if lost:
        sys.exit(1)


def _fail(message: str) -> NoReturn:
    click.echo(f"lms: {message}", err=True)
    sys.exit(1)
