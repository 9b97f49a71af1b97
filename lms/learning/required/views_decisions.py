"""What an organizer decides about a required study that is set: to withdraw it, or to exempt a deputy from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.required import access, labels, operations
from lms.learning.required.forms import ReasonForm

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("required_study_decisions", __name__, url_prefix="/required-study", template_folder="../templates")

WITHDRAWAL, EXEMPTION = "learning/required/withdrawal.html", "learning/required/exemption.html"


@bp.get("/<uuid:public_id>/withdrawal")
@requires(Permission.SET_REQUIRED_STUDY)
def withdrawal(public_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the reason."""
    study = access.study(db.session(), public_id, actor=current_actor())
    return render_template(WITHDRAWAL, study=study, form=ReasonForm())


@bp.post("/<uuid:public_id>/withdrawal")
@requires(Permission.SET_REQUIRED_STUDY)
def withdraw(public_id: uuid.UUID) -> ResponseReturnValue:
    """It is asked of nobody from today on."""
    actor, form = current_actor(), ReasonForm()
    study = access.study(db.session(), public_id, actor=actor)
    if not form.validate():
        return invalid(WITHDRAWAL, study=study, form=form)
    operations.withdraw(public_id, form.reason.data or "", actor=actor, now=clock.now())
    flash(_("Withdrawn. The figures of the days before stay as they were."), "success")
    return see("required_study.show", public_id=public_id)


@bp.get("/<uuid:public_id>/deputies/<uuid:mandate_id>/exemption")
@requires(Permission.SET_REQUIRED_STUDY)
def exemption(public_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """Exempt a deputy, or end that."""
    return _exemption_page(public_id, mandate_id, ReasonForm())


@bp.post("/<uuid:public_id>/deputies/<uuid:mandate_id>/exemption")
@requires(Permission.SET_REQUIRED_STUDY)
def exempt(public_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The deputy need not take it."""
    return _decide(public_id, mandate_id, is_exempt=True)


@bp.post("/<uuid:public_id>/deputies/<uuid:mandate_id>/exemption/end")
@requires(Permission.SET_REQUIRED_STUDY)
def ask_again(public_id: uuid.UUID, mandate_id: uuid.UUID) -> ResponseReturnValue:
    """It is asked of the deputy again."""
    return _decide(public_id, mandate_id, is_exempt=False)


def _decide(public_id: uuid.UUID, mandate_id: uuid.UUID, *, is_exempt: bool) -> ResponseReturnValue:
    form, actor = ReasonForm(), current_actor()
    if not form.validate():
        return _exemption_page(public_id, mandate_id, form), 422
    try:
        operations.exempt(
            public_id, mandate_id, form.reason.data or "", is_exempt=is_exempt, actor=actor, now=clock.now()
        )
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        form.form_errors.append(refusal.message)
        return _exemption_page(public_id, mandate_id, form), refusal.status
    flash(_("The exemption is noted.") if is_exempt else _("The exemption is ended."), "success")
    return see("required_study.show", public_id=public_id)


def _exemption_page(public_id: uuid.UUID, mandate_id: uuid.UUID, form: ReasonForm) -> str:
    session = db.session()
    study = access.study(session, public_id, actor=current_actor())
    mandate = access.deputy(session, study, mandate_id)
    return render_template(
        EXEMPTION,
        study=study,
        mandate=mandate,
        is_exempt=operations.is_exempted(session, study, mandate),
        form=form,
        words=labels,
    )
