"""The roster of 2,977 deputies taken in, and taken in again."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.people.electing_units import published_units
from lms.people.founding import found
from lms.people.models import Term
from lms.people.roster.book import write_book
from lms.people.roster.generator import generate
from lms.people.roster.operations import Choice, import_file
from tests.benchmarks.figures import Figure

if TYPE_CHECKING:
    from lms.people.roster.plan import Plan

ROWS_A_SECOND = 500


def run() -> list[Figure]:
    """Import the whole roster into the bound, empty database, twice."""
    found("npc", now=clock.now())
    book = io.BytesIO()
    rows = generate(14)
    write_book(book, [unit.name for unit in published_units()], created=clock.now(), rows=rows)
    data = book.getvalue()
    return [_import(data, "roster import, all new", "added"), _import(data, "roster import, all the same", "same")]


def _import(data: bytes, name: str, expected: str) -> Figure:
    term = db.session.scalars(select(Term)).one()
    now = clock.now()
    began, wall = time.process_time(), time.perf_counter()
    plan: Plan = import_file(
        data, "roster.xlsx", Choice.ALL_OR_NONE, term=term, effective_on=clock.local_date(now), actor=None, now=now
    )
    spent, elapsed = time.process_time() - began, time.perf_counter() - wall
    rows = plan.counts["rows"]
    assert plan.counts[expected] == rows, plan.counts
    rate = rows / spent
    note = f"{rows} rows in {spent:.1f} s of CPU, {elapsed:.1f} s by the clock"
    return Figure(name, f"{rate:.0f} rows/s", f">= {ROWS_A_SECOND} rows/s", rate >= ROWS_A_SECOND, note)
