"""`lms db`: the tables of the database, by numbered migrations."""

from __future__ import annotations

import click

from lms.core import migrations


@click.group("db")
def database() -> None:
    """The tables of the database."""


@database.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables up to a revision (the newest unless one is named)."""
    click.echo(f"database at {migrations.upgrade(revision)}")


@database.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to a revision; `base` drops them all."""
    click.echo(f"database at {migrations.downgrade(revision)}")


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from the difference between the models and the database."""
    click.echo(migrations.write_revision(message))
