"""`lms congress`: founding a congress, with what each floor gives it."""

from __future__ import annotations

from pathlib import Path

import click

from lms.core import clock
from lms.core.database import db
from lms.credit_hours.operations import seed_rule
from lms.people.below import stand_for
from lms.people.founding import DATA, found
from lms.people.named_congress import named_congress
from lms.records.founding import seed_kinds


@click.group()
def congress() -> None:
    """The congresses of this installation."""


@congress.command("found")
@click.argument("code")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    help="A folder with a congresses.toml of your own and the lists that it names.",
)
def found_one(code: str, data: Path) -> None:
    """Found a congress whose data the platform has, e.g. `npc`: term, electing bodies, kinds of entries, credit hours."""
    founded = found(code, now=clock.now(), and_then=(seed_kinds, seed_rule), data=data)
    click.echo(f"founded: {founded.name_en}")


@congress.command("stands-for")
@click.argument("body")
@click.option("--congress", "code", help="The congress whose electing body it is; needed only if there are several.")
@click.option("--below", help="The code of the lower congress; without it the body stands for none any more.")
def stands_for(body: str, code: str | None, below: str | None) -> None:
    """Let the electing body BODY (its name) stand for a congress below, whose deputies it may then put forward."""
    session = db.session()
    lower = named_congress(session, below) if below is not None else None
    upper = named_congress(session, code)
    stand_for(upper, body, lower, now=clock.now())
    click.echo(f"{body}: stands for {lower.name if lower else 'no congress below'}")
