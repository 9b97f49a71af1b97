"""`lms messages`: extract msgids into the rooms' catalogues. There is nothing to compile (ADR 0004)."""

from __future__ import annotations

import click

from lms.core import messages as catalogues


@click.group()
def messages() -> None:
    """The words of the pages."""


@messages.command()
@click.argument("rooms", nargs=-1, type=click.Choice(catalogues.rooms()))
def update(rooms: tuple[str, ...]) -> None:
    """Bring each room's catalogue up to its code and templates; says what still wants a translation."""
    missing = 0
    for room in rooms or catalogues.rooms():
        untranslated = catalogues.update(room)
        missing += len(untranslated)
        for msgid in untranslated:
            click.echo(f"{room}: {msgid}")
    click.echo(f"{missing} messages to translate")
