"""The steps of a study session's life. Those that reach people ask first, and say how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access, queries
from lms.study_sessions.forms import ReasonForm
from lms.study_sessions.operations import lifecycle
from lms.study_sessions.states import CALLED, PlaceState
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

CALL_OFF = "study_sessions/call_off.html"


@bp.post("/study-sessions/<uuid:public_id>/quota-release")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def send_out_quotas(public_id: uuid.UUID) -> ResponseReturnValue:
    """Let the units see their places."""
    lifecycle.send_out_quotas(_managed(public_id).id, actor=current_actor(), now=clock.now())
    flash(_("The units now see their places."), "success")
    return see("study_sessions.show", public_id=public_id)


@bp.post("/study-sessions/<uuid:public_id>/recommending")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def open_recommending(public_id: uuid.UUID) -> ResponseReturnValue:
    """Let the units recommend, for the first time or again."""
    lifecycle.open_recommending(_managed(public_id).id, actor=current_actor(), now=clock.now())
    flash(_("The units can now recommend."), "success")
    return see("study_sessions.show", public_id=public_id)


@bp.get("/study-sessions/<uuid:public_id>/list-confirmation")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_confirmation(public_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm the list?"""
    study_session = _managed(public_id)
    listed = queries.on_the_list(study_session)
    return render_template(
        "study_sessions/confirm_list.html",
        study_session=study_session,
        total=len(listed),
        waiting=sum(each.state not in CALLED for each in listed),
        not_reviewed=sum(each.state is PlaceState.RECOMMENDED for each in listed),
    )


@bp.post("/study-sessions/<uuid:public_id>/list-confirmation")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def confirm_list(public_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm everyone who is recommended."""
    count = lifecycle.confirm_list(_managed(public_id).id, actor=current_actor(), now=clock.now())
    flash(
        ngettext(
            "The list is confirmed, %(num)d person with it.", "The list is confirmed, %(num)d people with it.", count
        ),
        "success",
    )
    return see("study_sessions.listing", public_id=public_id)


@bp.get("/study-sessions/<uuid:public_id>/calling-off")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_calling_off(public_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off, and why?"""
    study_session = _managed(public_id)
    total = len(queries.on_the_list(study_session))
    return render_template(CALL_OFF, form=ReasonForm(), study_session=study_session, total=total)


@bp.post("/study-sessions/<uuid:public_id>/calling-off")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def call_off(public_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off and free every seat."""
    study_session, form = _managed(public_id), ReasonForm()
    total = len(queries.on_the_list(study_session))
    if not form.validate():
        return invalid(CALL_OFF, form=form, study_session=study_session, total=total)
    try:
        freed = lifecycle.call_off(study_session.id, form.text, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(CALL_OFF, form=form, study_session=_managed(public_id), total=total)
    flash(
        ngettext(
            "The study session is called off; %(num)d place is freed.",
            "The study session is called off; %(num)d places are freed.",
            freed,
        ),
        "success",
    )
    return see("study_sessions.show", public_id=public_id)


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
