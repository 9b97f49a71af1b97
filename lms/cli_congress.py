"""`lms congress`: founding a congress, with what each floor gives it."""

from __future__ import annotations

import click

from lms.core import clock
from lms.credit_hours.operations import seed_rule
from lms.people.founding import found
from lms.records.founding import seed_kinds


@click.group()
def congress() -> None:
    """The congresses of this installation."""


@congress.command("found")
@click.argument("code")
def found_one(code: str) -> None:
    """Found a congress whose data the platform has, e.g. `npc`: term, electing bodies, kinds of entries, credit hours."""
    founded = found(code, now=clock.now(), and_then=(seed_kinds, seed_rule))
    click.echo(f"founded: {founded.name_en}")
