"""`lms keys`: the installation's keys."""

from __future__ import annotations

import os

import click

from lms.core import keys as key_ring
from lms.core import settings


@click.group()
def keys() -> None:
    """The keys of this installation. Back them up apart from the data."""


@keys.command("init")
@click.option("--if-missing", is_flag=True, help="Succeed quietly when there are keys already.")
def init(*, if_missing: bool) -> None:
    """Make the key file, readable by its owner alone."""
    path = settings.from_environment(os.environ).resolved_keys_file
    if if_missing and path.exists():
        return
    key_ring.create(path)
    click.echo(f"keys made: {path}")
