"""The year, one study session, and what it says of itself."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING

from flask import flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, labels, queries
from lms.study_sessions.bookings.queries import lecturer_days
from lms.study_sessions.operations import drafting
from lms.study_sessions.seats.levels import congresses_below
from lms.study_sessions.sharing import queries as sharing
from lms.study_sessions.views.blueprint import bp
from lms.study_sessions.views.dates import blank_form, considered_in, form_of, turned_down
from lms.study_sessions.views.year import year_items

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

FORM = "study_sessions/form.html"


@bp.get("/study-sessions")
@requires(Permission.VIEW_STUDY_SESSIONS)
def index() -> ResponseReturnValue:
    """The study sessions of the year asked for, else of this one."""
    actor, today = current_actor(), clock.today()
    asked = request.args.get("year", default=today.year, type=int)
    year = asked if MINYEAR <= asked <= MAXYEAR else today.year
    lines = queries.year_lines(actor, year)
    return render_template(
        "study_sessions/index.html",
        lines=lines,
        items=year_items(lines),
        year=year,
        years=sorted({*queries.years(actor), today.year}, reverse=True),
        today=today,
        labels=labels,
    )


@bp.get("/study-sessions/<uuid:public_id>")
@requires(Permission.VIEW_STUDY_SESSIONS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One study session: where it stands, what comes next, and which units still have places."""
    actor = current_actor()
    study_session = access.study_session(actor, public_id)
    bodies = actor.bodies(Permission.VIEW_STUDY_SESSIONS)
    return render_template(
        "study_sessions/show.html",
        study_session=study_session,
        fill=queries.fill(study_session, as_at=clock.today(), bodies=bodies),
        lecturers=lecturer_days(db.session(), study_session),
        sees_all=bodies is None,
        approval=sharing.approval(study_session),
        below=congresses_below(db.session(), study_session),
        units=sharing.number_of_units(study_session) if bodies is None else None,
        today=clock.today(),
        labels=labels,
    )


@bp.get("/study-sessions/new")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def new() -> ResponseReturnValue:
    """What is the new study session?"""
    return render_template(FORM, form=blank_form(), study_session=None)


@bp.post("/study-sessions/new")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def create() -> ResponseReturnValue:
    """Make it, as a draft."""
    form = blank_form()
    if not form.validate():
        return invalid(FORM, form=form, study_session=None)
    try:
        considered = considered_in(form)
        public_id = drafting.create(form.draft, actor=current_actor(), now=clock.now(), considered=considered)
    except DomainError as refusal:
        return turned_down(FORM, form, refusal, study_session=None)
    flash(_("The study session is saved as a draft. Next, please share out its places."), "success")
    return see("study_sessions.show", public_id=public_id)


@bp.get("/study-sessions/<uuid:public_id>/edit")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is different?"""
    study_session = _managed(public_id)
    form = form_of(study_session, is_sent=False)
    return render_template(FORM, form=form, study_session=study_session)


@bp.post("/study-sessions/<uuid:public_id>/edit")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Change it, seats of new days included."""
    study_session = _managed(public_id)
    form = form_of(study_session, is_sent=True)
    if not form.validate():
        return invalid(FORM, form=form, study_session=study_session)
    try:
        considered = considered_in(form)
        drafting.edit(study_session.id, form.draft, actor=current_actor(), now=clock.now(), considered=considered)
    except DomainError as refusal:
        return turned_down(FORM, form, refusal, study_session=_managed(public_id))
    flash(_("The changes are saved."), "success")
    return see("study_sessions.show", public_id=public_id)


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
