"""The plan in force, for deputies and units, and for everybody once it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Permission, anonymous, current_actor, requires
from lms.planning.annual import access, labels

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.planning.annual.models import PlanVersion

bp = Blueprint("plan_reading", __name__, template_folder="../templates")

READ = "planning/annual/read.html"


@bp.get("/annual-plan")
@requires(Permission.READ_PLAN)
def in_force() -> ResponseReturnValue:
    """The plan in force for the year asked for, else for this year or the last one that has one."""
    actor, today = current_actor(), clock.today()
    years = access.years_in_force(db.session(), actor.congress_id)
    asked = request.args.get("year", type=int)
    year = asked if asked in years else next((each for each in years if each <= today.year), None)
    version = _current(actor.congress_id, year)
    return render_template(READ, version=version, years=years, congress_name=None, words=labels)


@bp.get("/public/plans/<string:code>/<int(max=9999):year>")
@anonymous
def published(code: str, year: int) -> ResponseReturnValue:
    """A published plan, for everybody (Deputies Law, article 43)."""
    congress, version = access.published(db.session(), code, year)
    return render_template(READ, version=version, years=(), congress_name=congress.name, words=labels)


def _current(congress_id: int, year: int | None) -> PlanVersion | None:
    if year is None:
        return None
    try:
        return access.current(db.session(), congress_id, year)
    except NotFound:  # It was replaced between the two reads.
        return None
