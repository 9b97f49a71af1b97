"""The list of participants: on the page, on paper and as a workbook; and sending a place back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents import printing, workbooks
from lms.documents.download import download
from lms.study_sessions import access, labels, lists, queries
from lms.study_sessions.forms import ReasonForm
from lms.study_sessions.operations.recommendation import return_place as give_back
from lms.study_sessions.states import State
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import Enrolment, StudySession

RETURN = "study_sessions/return.html"


@bp.get("/study-sessions/<uuid:public_id>/list")
@requires(Permission.VIEW_STUDY_SESSIONS)
def listing(public_id: uuid.UUID) -> ResponseReturnValue:
    """Who takes part, units in official order; who left the list, and why."""
    actor = current_actor()
    study_session = access.study_session(actor, public_id)
    bodies = actor.bodies(Permission.VIEW_STUDY_SESSIONS)
    return render_template(
        "study_sessions/list.html",
        study_session=study_session,
        listed=queries.on_the_list(study_session, bodies=bodies),
        departures=queries.departures(study_session, bodies=bodies),
        today=clock.today(),
        labels=labels,
    )


@bp.get("/study-sessions/<uuid:public_id>/list.pdf")
@requires(Permission.VIEW_STUDY_SESSIONS)
def printed_list(public_id: uuid.UUID) -> ResponseReturnValue:
    """The same list as printed pages."""
    study_session, listed = _listed(public_id)
    content = lists.print_out(study_session, listed, made_at=clock.now())
    return download(content, file_name=f"{lists.title(study_session)}.pdf", media_type=printing.MEDIA_TYPE)


@bp.get("/study-sessions/<uuid:public_id>/list.xlsx")
@requires(Permission.VIEW_STUDY_SESSIONS)
def workbook(public_id: uuid.UUID) -> ResponseReturnValue:
    """The same list as a workbook."""
    study_session, listed = _listed(public_id)
    content = lists.workbook(study_session, listed, made_at=clock.now())
    return download(content, file_name=f"{lists.title(study_session)}.xlsx", media_type=workbooks.MEDIA_TYPE)


@bp.get("/enrolments/<uuid:enrolment_id>/return")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_return(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Send the place back, and why?"""
    enrolment = access.enrolment(current_actor(), enrolment_id, Permission.MANAGE_STUDY_SESSIONS)
    return render_template(RETURN, form=ReasonForm(), enrolment=enrolment)


@bp.post("/enrolments/<uuid:enrolment_id>/return")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def return_place(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Send it back; the place is free at once."""
    actor, form = current_actor(), ReasonForm()
    enrolment = access.enrolment(actor, enrolment_id, Permission.MANAGE_STUDY_SESSIONS)
    if not form.validate():
        return invalid(RETURN, form=form, enrolment=enrolment)
    public_id, page = enrolment.study_session.public_id, _before(enrolment)
    try:
        give_back(enrolment.id, form.text, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(
            RETURN, form=form, enrolment=access.enrolment(actor, enrolment_id, Permission.MANAGE_STUDY_SESSIONS)
        )
    flash(_("The place is returned and free again."), "success")
    return see(page, public_id=public_id)


def _before(enrolment: Enrolment) -> str:
    """The page on which people are looked at: while units recommend the review, then the list."""
    is_reviewed = enrolment.study_session.state is State.RECOMMENDING and not enrolment.study_session.is_open
    return "study_sessions.reviews" if is_reviewed else "study_sessions.listing"


def _listed(public_id: uuid.UUID) -> tuple[StudySession, Sequence[Enrolment]]:
    actor = current_actor()
    study_session = access.study_session(actor, public_id)
    return study_session, queries.on_the_list(study_session, bodies=actor.bodies(Permission.VIEW_STUDY_SESSIONS))
