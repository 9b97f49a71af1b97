"""A study session from a line of the annual plan: the form comes filled with what the plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning.annual.lines import AlreadyHeld, line_to_hold
from lms.study_sessions.operations import from_plan
from lms.study_sessions.views.blueprint import bp
from lms.study_sessions.views.dates import blank_form, considered_in, turned_down

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.planning.annual.models import PlanLine

FORM = "study_sessions/from_plan.html"


@bp.get("/study-sessions/from-plan/<uuid:line_key>")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_from_plan(line_key: uuid.UUID) -> ResponseReturnValue:
    """What the plan says, to be completed."""
    line = _line(line_key)
    data = {
        "kind": line.kind.value,
        "number": line.number,
        "title": line.title,
        "theme": line.theme,
        "organized_by": line.organized_by,
        "hosted_by": line.hosted_by,
        "arrival_on": line.starts_on,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "listed_venue": line.venue.name if line.venue else "",
        "places": line.places,
    }
    return render_template(FORM, form=blank_form(data=data), line=line)


@bp.post("/study-sessions/from-plan/<uuid:line_key>")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def create_from_plan(line_key: uuid.UUID) -> ResponseReturnValue:
    """Make it, as a draft."""
    line, form = _line(line_key), blank_form()
    if form.validate():
        try:
            considered = considered_in(form)
            public_id = from_plan.create(
                line_key, form.draft, actor=current_actor(), now=clock.now(), considered=considered
            )
        except (NotFound, AlreadyHeld):
            raise
        except DomainError as refusal:
            return turned_down(FORM, form, refusal, line=_line(line_key))
        else:
            flash(_("The study session is saved as a draft. Next, please share out its places."), "success")
            return see("study_sessions.show", public_id=public_id)
    return invalid(FORM, form=form, line=line)


def _line(line_key: uuid.UUID) -> PlanLine:
    return line_to_hold(db.session(), line_key, congress_id=current_actor().congress_id)
