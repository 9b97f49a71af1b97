"""`lms people`: the roster on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.core import clock
from lms.core.database import db
from lms.core.errors import InvalidInput
from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.people import queries
from lms.people.electing_units import published_units
from lms.people.named_congress import named_congress
from lms.people.roster import operations
from lms.people.roster.book import write_book
from lms.people.roster.generator import faulty_rows, generate
from lms.people.roster.operations import Choice
from lms.people.roster.plan import make_plan
from lms.people.roster.reading import read_roster
from lms.people.roster.rejects import rejects_workbook

if TYPE_CHECKING:
    from datetime import datetime

    from lms.people.models import Term
    from lms.people.roster.plan import Plan

SHOWN_CHANGES = 20
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


class NoTermYet(InvalidInput):
    template = N_("The congress “%(code)s” has no term yet.")


@click.group()
def people() -> None:
    """Deputies and their roster."""


@people.command()
@click.argument("out", type=OUT)
@click.option("--congress", help="Whose electing bodies the list offers; needed only if there are several congresses.")
def template(out: Path, congress: str | None) -> None:
    """Write the empty roster with its lists and notes to OUT.xlsx."""
    bodies = [body.name for body in queries.bodies_of(db.session(), _term(congress))]
    with out.open("wb") as target:
        write_book(target, bodies, created=clock.now())
    click.echo(_("Written: %(file)s", file=out))


@people.command(name="generate")
@click.argument("out", type=OUT)
@click.option("--seed", type=int, required=True, help="The same seed gives the same roster.")
@click.option("--bad", is_flag=True, help="Add bad rows of every kind behind the 2,977 good ones.")
def generate_roster(out: Path, seed: int, *, bad: bool) -> None:
    """Write a roster of 2,977 deputies who do not exist to OUT.xlsx."""
    rows = generate(seed)
    if bad:
        rows += [row for _refusal, row in faulty_rows(rows)]
    with out.open("wb") as target:
        write_book(target, [unit.name for unit in published_units()], created=clock.now(), rows=rows)
    click.echo(_("Written: %(count)d rows in %(file)s", count=len(rows), file=out))


@people.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--congress", help="The congress whose latest term takes the roster; needed only if there are several.")
@click.option("--dry-run", is_flag=True, help="Only say what would be added and changed.")
@click.option("--all-or-nothing", is_flag=True, help="Change nothing if any row is bad.")
@click.option(
    "--effective-on", type=click.DateTime(["%Y-%m-%d"]), help="From which day changes hold; today by default."
)
@click.option("--rejects", type=OUT, help="Write the bad rows with their reasons to this workbook.")
def import_roster(
    file: Path,
    congress: str | None,
    *,
    dry_run: bool,
    all_or_nothing: bool,
    effective_on: datetime | None,
    rejects: Path | None,
) -> None:
    """Take in the roster FILE.xlsx: valid rows are applied in one transaction, bad ones are named."""
    term, now = _term(congress), clock.now()
    data = file.read_bytes()
    plan = make_plan(db.session(), term, read_roster(data), today=clock.local_date(now), progress=_tell_progress)
    _tell(plan)
    if rejects is not None and plan.bad:
        rejects.write_bytes(rejects_workbook(plan, created=now))
        click.echo(_("Bad rows written: %(file)s", file=rejects))
    if dry_run:
        click.echo(_("Dry run: nothing was changed."))
        return
    choice = Choice.ALL_OR_NONE if all_or_nothing else Choice.VALID_ROWS
    day = effective_on.date() if effective_on is not None else clock.local_date(now)
    applied = operations.import_file(data, file.name, choice, term=term, effective_on=day, actor=None, now=now)
    click.echo(_("Applied: %(added)d added, %(changed)d changed.", **applied.counts))


def _term(code: str | None) -> Term:
    congress = named_congress(db.session(), code)
    term = queries.current_term(db.session(), congress.id)
    if term is None:
        raise NoTermYet(code=congress.code)
    return term


def _tell_progress(done: int, of: int) -> None:
    """One line that counts up, on standard error, so that the output can be kept."""
    click.echo("\r" + _("Checked %(done)d of %(of)d rows", done=done, of=of), err=True, nl=done == of)


def _tell(plan: Plan) -> None:
    click.echo(
        _("%(rows)d rows: %(added)d to add, %(changed)d to change, %(same)d the same, %(bad)d bad", **plan.counts)
    )
    for change in plan.changed[:SHOWN_CHANGES]:
        changes = "; ".join(each.words for each in change.differences)
        name, number = change.entry.name, change.entry.number
        click.echo(_("Row %(row)d, %(name)s: %(changes)s", row=number, name=name, changes=changes))
    if len(plan.changed) > SHOWN_CHANGES:
        click.echo(_("… and %(count)d more", count=len(plan.changed) - SHOWN_CHANGES))
    for bad in plan.bad:
        reasons = " ".join(problem.message for problem in bad.problems)
        click.echo(_("Row %(row)d: %(reasons)s", row=bad.row.number, reasons=reasons))
