"""The home page: what is asked of me, where I go on, what comes next. Each role sees its own parts, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Permission, current_actor, signed_in
from lms.notices import wording
from lms.planning.checklists.queries import overdue as overdue_items
from lms.records import heads
from lms.study_sessions import agenda
from lms.study_sessions.views.year import year_items
from lms.web import desks

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The home page of whoever is signed in."""
    actor, today = current_actor(), clock.today()
    return render_template(
        "home/index.html",
        today=today,
        notice_words=wording.words,
        kind_words=heads.kind_name,
        year_items=year_items,
        deputy=desks.deputy_desk(actor, today=today) if actor.can(Permission.VIEW_OWN_RECORD) else None,
        decisions=agenda.decisions(actor, today=today) if actor.can(Permission.RUN_STUDY_SESSIONS) else None,
        sessions=desks.sessions_desk(actor, today=today) if actor.can(Permission.VIEW_STUDY_SESSIONS) else None,
        checklists=overdue_items(db.session(), actor=actor, today=today)
        if actor.can(Permission.MANAGE_PLANNING)
        else (),
        coverage=desks.coverage(actor, today=today) if actor.can(Permission.READ_REPORTS) else None,
    )
