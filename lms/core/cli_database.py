"""`lms db`: the tables of the database, by numbered migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lms.core import migrations

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group("db")
def database() -> None:
    """The tables of the database."""


@database.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables up to a revision (the newest unless one is named)."""
    _move(migrations.upgrade, revision)


@database.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to a revision; `base` drops them all."""
    _move(migrations.downgrade, revision)


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from the difference between the models and the database."""
    click.echo(migrations.write_revision(message))


def _move(to: Callable[[str], str], revision: str) -> None:
    try:
        click.echo(f"database at {to(revision)}")
    except migrations.UnknownRevision as error:
        raise click.BadParameter(str(error), param_hint="REVISION") from error
