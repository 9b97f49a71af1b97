"""A deputy's own study sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from lms.core import clock
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import labels, queries
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/my/study-sessions")
@requires(Permission.VIEW_OWN_STUDY_SESSIONS)
def mine() -> ResponseReturnValue:
    """What is coming: where, when, and whether the place is confirmed; and what was."""
    actor, today = current_actor(), clock.today()
    seats = queries.seats_of_person(actor.person_id or 0, congress_id=actor.congress_id)
    return render_template(
        "study_sessions/mine.html",
        coming=[each for each in reversed(seats) if each.study_session.ends_on >= today],
        past=[each for each in seats if each.study_session.ends_on < today],
        labels=labels,
    )
