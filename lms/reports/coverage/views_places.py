"""A year's places in the browser: unit by study session, beside how far the term's training has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.forms import FIRST_YEAR, LAST_YEAR
from lms.core.permissions import Permission, current_actor, requires
from lms.reports import wording
from lms.reports.coverage.figures import Group
from lms.reports.coverage.now import standing
from lms.study_sessions import queries
from lms.study_sessions.labels import short_name
from lms.study_sessions.year_places import year_places

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("year_places", __name__, template_folder="../templates")


@bp.get("/study-sessions/places")
@requires(Permission.VIEW_COVERAGE)
def index() -> ResponseReturnValue:
    """Which electing units still have places in the year asked for, else in this one?"""
    actor, today = current_actor(), clock.today()
    asked = request.args.get("year", default=today.year, type=int)
    year = asked if FIRST_YEAR < asked < LAST_YEAR else today.year
    return render_template(
        "reports/coverage/places.html",
        year=year,
        years=sorted({*queries.years(actor), today.year}, reverse=True),
        places=year_places(actor, year),
        sees_all=actor.bodies(Permission.VIEW_STUDY_SESSIONS) is None,
        standing=standing(db.session(), actor.congress_id, today=today),
        everybody=Group.EVERYBODY,
        today=today,
        short_name=short_name,
        body_name=wording.body_name,
    )
