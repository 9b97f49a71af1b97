"""The steps of a draft from hand to hand, and the withdrawal of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.catalog.authoring import access
from lms.catalog.authoring.forms import ReasonForm, number_in
from lms.catalog.authoring.operations import review
from lms.catalog.authoring.operations.withdrawal import withdraw
from lms.catalog.authoring.refusals import HasFaults
from lms.catalog.authoring.views import draft_page, revision_seen
from lms.core import clock
from lms.core.errors import NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("course_review", __name__, url_prefix="/authoring", template_folder="../templates")


@bp.post("/drafts/<uuid:draft_id>/submission")
@requires(Permission.EDIT_COURSES)
def submit(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for review."""
    actor = current_actor()
    try:
        review.submit(draft_id, revision=revision_seen(), actor=actor, now=clock.now())
    except HasFaults as refusal:
        return draft_page(access.draft(actor, draft_id), ReasonForm(formdata=None), refusal=refusal), refusal.status
    flash(_("Submitted. Another person reviews it now."), "success")
    return see("authoring.show", draft_id=draft_id)


@bp.post("/drafts/<uuid:draft_id>/review")
@requires(Permission.REVIEW_COURSES)
def pass_on(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The second person finds it right."""
    review.review(draft_id, revision=revision_seen(), actor=current_actor(), now=clock.now())
    flash(_("Reviewed. A third person approves it now."), "success")
    return see("authoring.show", draft_id=draft_id)


@bp.post("/drafts/<uuid:draft_id>/approval")
@requires(Permission.APPROVE_COURSES)
def approve(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The third person publishes it."""
    course = review.approve(draft_id, revision=revision_seen(), actor=current_actor(), now=clock.now())
    flash(_("Published as version %(version)d: deputies see the course now.", version=course.version), "success")
    return see("authoring.show", draft_id=draft_id)


@bp.post("/drafts/<uuid:draft_id>/review/return")
@requires(Permission.REVIEW_COURSES)
def send_back(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The reviewer returns it."""
    return _send_back(draft_id)


@bp.post("/drafts/<uuid:draft_id>/approval/return")
@requires(Permission.APPROVE_COURSES)
def decline(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The approver returns it."""
    return _send_back(draft_id)


@bp.get("/courses/<uuid:course_id>/withdrawal")
@requires(Permission.APPROVE_COURSES)
def withdrawing(course_id: uuid.UUID) -> ResponseReturnValue:
    """Why should deputies see it no longer?"""
    course = access.any_course(current_actor(), course_id)
    if not course.is_open:
        raise NotFound
    return render_template("catalog/authoring/withdrawal.html", course=course, form=ReasonForm())


@bp.post("/courses/<uuid:course_id>/withdrawal")
@requires(Permission.APPROVE_COURSES)
def withdraw_course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Withdraw it."""
    actor, form = current_actor(), ReasonForm()
    if not form.validate():
        course = access.any_course(actor, course_id)
        return invalid("catalog/authoring/withdrawal.html", course=course, form=form)
    withdraw(course_id, form.reason.data or "", actor=actor, now=clock.now())
    flash(_("The course has been withdrawn. Those who had begun it are told."), "success")
    return see("authoring.index")


def _send_back(draft_id: uuid.UUID) -> ResponseReturnValue:
    actor, form = current_actor(), ReasonForm()
    if not form.validate():
        return draft_page(access.draft(actor, draft_id), form), 422
    revision = number_in(form.revision.data)
    review.send_back(draft_id, form.reason.data or "", revision=revision, actor=actor, now=clock.now())
    flash(_("Returned with your reason."), "success")
    return see("authoring.index")
