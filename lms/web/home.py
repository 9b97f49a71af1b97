"""The home page: what is asked of me, where I go on, what comes next. Each role sees its own parts, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Permission, current_actor, signed_in
from lms.notices import wording
from lms.records import heads
from lms.reports.coverage.figures import Group
from lms.reports.coverage.now import standing
from lms.study_sessions.views.year import year_items
from lms.web import desks
from lms.web.organizer_desk import organizer_desk

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The home page of whoever is signed in."""
    actor, today = current_actor(), clock.today()
    sees_all = actor.can(Permission.VIEW_STUDY_SESSIONS) and actor.bodies(Permission.VIEW_STUDY_SESSIONS) is None
    return render_template(
        "home/index.html",
        today=today,
        notice_words=wording.words,
        kind_words=heads.kind_name,
        year_items=year_items,
        groups=Group,
        deputy=desks.deputy_desk(actor, today=today) if actor.can(Permission.VIEW_OWN_RECORD) else None,
        organizer=organizer_desk(actor, today=today) if sees_all or actor.can(Permission.RUN_STUDY_SESSIONS) else None,
        unit=desks.sessions_desk(actor, today=today) if actor.can(Permission.RECOMMEND) else None,
        standing=standing(db.session(), actor.congress_id, today=today) if actor.can(Permission.READ_REPORTS) else None,
    )
