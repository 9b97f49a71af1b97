"""The days of a study session: the list of names to sign in by, and the close-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.attendance import access, operations, queries
from lms.attendance.forms import CloseOutForm, SignInForm, as_day
from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions.states import State

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

bp = Blueprint("attendance", __name__, url_prefix="/study-sessions/<uuid:public_id>", template_folder="templates")


@bp.get("/attendance")
@requires(Permission.RUN_STUDY_SESSIONS)
def day(public_id: uuid.UUID) -> ResponseReturnValue:
    """The list of names for one day."""
    study_session = access.study_session(current_actor(), public_id)
    asked = request.args.get("day")
    shown = as_day(asked) if asked else nearest_day(study_session, clock.today())
    participants = queries.participants(db.session(), study_session)
    return render_template(
        "attendance/day.html",
        study_session=study_session,
        day=shown,
        participants=participants,
        present=sum(shown in each.days for each in participants),
        is_open=study_session.state is State.LIST_CONFIRMED and shown <= clock.today(),
        form=SignInForm(),
    )


@bp.post("/attendance")
@requires(Permission.RUN_STUDY_SESSIONS)
def record(public_id: uuid.UUID) -> ResponseReturnValue:
    """Mark who is there."""
    actor, form = current_actor(), SignInForm()
    study_session = access.study_session(actor, public_id)
    operations.sign_in(
        study_session.id,
        form.chosen_day,
        arrived=form.arrived,
        taken_back=form.taken_back,
        actor=actor,
        now=clock.now(),
    )
    flash(_("Saved."), "success")
    return see("attendance.day", public_id=public_id, day=form.chosen_day.isoformat())


@bp.get("/close-out")
@requires(Permission.RUN_STUDY_SESSIONS)
def close_out(public_id: uuid.UUID) -> ResponseReturnValue:
    """What closing out will do, to how many."""
    study_session = access.study_session(current_actor(), public_id)
    return render_template("attendance/close_out.html", form=CloseOutForm(), **_outlook(study_session))


@bp.post("/close-out")
@requires(Permission.RUN_STUDY_SESSIONS)
def end(public_id: uuid.UUID) -> ResponseReturnValue:
    """Close the study session out."""
    actor, form = current_actor(), CloseOutForm()
    study_session = access.study_session(actor, public_id)
    if not form.validate():
        return invalid("attendance/close_out.html", form=form, **_outlook(study_session))
    done = operations.close_out(study_session.id, excused=form.excused, actor=actor, now=clock.now())
    flash(ngettext("%(num)d participant has completed it.", "%(num)d participants have completed it.", done), "success")
    return see("attendance.close_out", public_id=public_id)


def nearest_day(study_session: StudySession, today: date) -> date:
    """Today if the study session meets today, else the day of study that is nearest."""
    return min(study_session.study_days, key=lambda each: abs((each - today).days))


def _outlook(study_session: StudySession) -> dict[str, object]:
    session = db.session()
    everyone = queries.participants(session, study_session)
    absent = [each for each in everyone if not each.was_always_there(study_session.study_days)]
    return {
        "study_session": study_session,
        "total": len(everyone),
        "absent": absent,
        "completions": {each.enrolment_id: each for each in queries.completions(session, study_session)},
        "is_closed": study_session.state is State.COMPLETED,
        "can_close": study_session.state is State.LIST_CONFIRMED and clock.today() >= study_session.ends_on,
    }
