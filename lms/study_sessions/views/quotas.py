"""Sharing out the places: compare the methods, look at a worksheet, apply it, and move places by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.forms import number_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.web_tables import web_table
from lms.study_sessions import access, queries
from lms.study_sessions.forms import MoveForm, TermsForm
from lms.study_sessions.operations import quotas
from lms.study_sessions.sharing import sheet
from lms.study_sessions.sharing.chart import chart
from lms.study_sessions.sharing.comparison import comparison
from lms.study_sessions.sharing.queries import places_by_body
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession
    from lms.study_sessions.queries import Fill
    from lms.study_sessions.sharing.worksheet import Method, Worksheet

APPORTIONMENT, MOVES = "study_sessions/apportionment.html", "study_sessions/moves.html"


@bp.get("/study-sessions/<uuid:public_id>/apportionment")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def apportionment(public_id: uuid.UUID) -> ResponseReturnValue:
    """By what are the places shared? Once asked, the worksheet shows what would come of it; nothing is written."""
    study_session = _managed(public_id)
    form = TermsForm(request.args, study_session, today=clock.today())
    if not request.args:
        return _apportionment_page(study_session, form)
    if not form.validate():
        return _apportionment_page(study_session, form), 422
    try:
        proposed = quotas.compare(db.session(), study_session, form.terms, today=clock.today())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _apportionment_page(study_session, form), 422
    return _apportionment_page(study_session, form, is_proposed=True, proposed=proposed)


@bp.post("/study-sessions/<uuid:public_id>/apportionment")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def apply_apportionment(public_id: uuid.UUID) -> ResponseReturnValue:
    """Share the places out by the terms that were looked at."""
    study_session = _managed(public_id)
    form = TermsForm(request.form, study_session, today=clock.today())
    if not form.validate():
        return _apportionment_page(study_session, form), 422
    try:
        quotas.apply_apportionment(study_session.id, form.terms, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _apportionment_page(_managed(public_id), form), 422
    flash(_("The places are shared out."), "success")
    return see("study_sessions.show", public_id=public_id)


@bp.get("/study-sessions/<uuid:public_id>/quota-moves")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_move(public_id: uuid.UUID) -> ResponseReturnValue:
    """Move places from which unit to which, and why?"""
    study_session = _managed(public_id)
    places = queries.fill(study_session, as_at=clock.today())
    return render_template(MOVES, **_moves_context(study_session, places, MoveForm(places)))


@bp.post("/study-sessions/<uuid:public_id>/quota-moves")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def move(public_id: uuid.UUID) -> ResponseReturnValue:
    """Move them; the total stays."""
    study_session = _managed(public_id)
    places = queries.fill(study_session, as_at=clock.today())
    form = MoveForm(places)
    if not form.validate():
        return invalid(MOVES, **_moves_context(study_session, places, form))
    ids = {str(quota.public_id): quota.id for quota in places.pools}
    giving, getting = ids[form.giving.data], ids[form.getting.data]
    reason = form.reason.data or ""
    try:
        quotas.move_places(giving, getting, number_of(form.places), reason, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        study_session = _managed(public_id)
        places = queries.fill(study_session, as_at=clock.today())
        return invalid(MOVES, **_moves_context(study_session, places, form))
    flash(_("The places are moved; the total is the same."), "success")
    return see("study_sessions.ask_move", public_id=public_id)


def _apportionment_page(
    study_session: StudySession,
    form: TermsForm,
    *,
    is_proposed: bool = False,
    proposed: Mapping[Method, Worksheet] | None = None,
) -> str:
    bodies = {body.id: body for body in queries.bodies(study_session)}
    chosen = proposed[form.terms.method] if proposed else None
    return render_template(
        APPORTIONMENT,
        study_session=study_session,
        form=form,
        can_apply=study_session.state in quotas.SHARING,
        run=queries.latest_run(study_session),
        is_proposed=is_proposed,
        comparison=comparison(proposed, bodies, places_by_body(study_session)) if proposed else None,
        sheet=web_table(sheet.table(chosen, bodies)) if chosen else None,
        chart=chart(chosen, bodies) if chosen else None,
        rules=sheet.rules(chosen, bodies) if chosen else [],
    )


def _moves_context(study_session: StudySession, places: Fill, form: MoveForm) -> dict[str, object]:
    return {
        "study_session": study_session,
        "fill": places,
        "form": form,
        "can_move": study_session.state in quotas.MOVING and places.shared is not None,
        "moves": queries.quota_moves(study_session),
        "names": {quota.id: places.name_of(quota) or _("The common pool") for quota in places.pools},
    }


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
