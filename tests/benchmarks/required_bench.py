"""The figures of a required study for a whole congress: statements of its page, and CPU time of what it computes.

`python -m tests.benchmarks.required_bench` measures this alone, on SQLite.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

import lms.handlers  # noqa: F401  # Who listens to events must be known.
from lms.app import create_app
from lms.core import clock, settings
from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.models import CourseCompletion
from lms.learning.required import operations
from lms.people.models import Mandate
from tests.benchmarks import world
from tests.benchmarks.figures import Figure, table
from tests.catalog.factories import make_course
from tests.reports.cast import lay_out, utc
from tests.support.accounts import actor_of, make_account, make_grant, sign_in
from tests.support.http import HouseClient
from tests.support.statements import statements_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

FEW, DEPUTIES = 30, 2977
MOST = 10
SECONDS = 0.5
DAY = date(2026, 6, 30)
NOW = utc(DAY)


def run(app: Flask) -> list[Figure]:
    """The page of few deputies and of 2,977; the database must be bound."""
    with clock.frozen_at(NOW + timedelta(hours=1)):
        few, _spent = _page_of(app, FEW)
        many, spent = _page_of(app, DEPUTIES)
    return [
        Figure(
            f"required study, {FEW} and {DEPUTIES} deputies: statements",
            f"{few}, {many}",
            f"the same, <= {MOST}",
            few == many <= MOST,
        ),
        Figure(f"required study, {DEPUTIES} deputies: page", f"{spent:.2f} s", f"<= {SECONDS} s", spent <= SECONDS),
    ]


def _page_of(app: Flask, deputies: int) -> tuple[int, float]:
    """How many statements the organizer's page takes, and the CPU seconds of a request when all is warm."""
    laid = lay_out(deputies=deputies, entries_each=0)
    congress_id = laid.congress.id
    course = make_course(congress_id=congress_id)
    course_id = course.id
    organizer = make_account()
    make_grant(organizer, Role.ORGANIZER, congress_id)
    actor = actor_of(organizer, Role.ORGANIZER, congress_id=congress_id)
    wish = operations.Wish(title="代表法学习", courses=(course.public_id,), days=30)
    address = f"/required-study/{operations.set_required_study(wish, actor=actor, now=NOW)}?as_at={DAY}"
    _complete_half(course_id, laid.mandate_ids)
    client = HouseClient(app)
    sign_in(client, organizer, congress_id=congress_id)
    counted = statements_of(client, address)
    began = time.process_time()
    client.get(address)
    return counted, time.process_time() - began


def _complete_half(course_id: int, mandate_ids: Sequence[int]) -> None:
    """Every other deputy has completed the course."""
    common = {"course_id": course_id, "course_version": 1, "effective_on": DAY, "recorded_at": NOW}
    with transaction() as session:
        people = [session.get_one(Mandate, number).person_id for number in mandate_ids[::2]]
        session.execute(insert(CourseCompletion), [{"person_id": person_id, **common} for person_id in people])


if __name__ == "__main__":
    with world.folder() as path, world.empty_databases("sqlite", path) as make:
        db.bind(make("required"))
        figures = run(create_app(settings.current()))
        sys.stdout.write(table(figures) + "\n")
        db.dispose()
    sys.exit(0 if all(each.passes for each in figures) else 1)
