"""Before the places go out: the approval of a study session, and which units take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records.handing_out import hand_out
from lms.study_sessions import access, queries
from lms.study_sessions.operations.quotas import SHARING
from lms.study_sessions.sharing import approvals
from lms.study_sessions.sharing.basis import taking_part
from lms.study_sessions.sharing.forms import ApprovalForm, UnitsForm
from lms.study_sessions.sharing.units import choose_units
from lms.study_sessions.views.blueprint import bp

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import StudySession

APPROVAL, UNITS = "study_sessions/approval.html", "study_sessions/units.html"


@bp.get("/study-sessions/<uuid:public_id>/approval")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_approval(public_id: uuid.UUID) -> ResponseReturnValue:
    """Under which number was it approved, and when?"""
    form = ApprovalForm(data={"approved_on": clock.today()})
    return render_template(APPROVAL, study_session=_managed(public_id), form=form)


@bp.post("/study-sessions/<uuid:public_id>/approval")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def record_approval(public_id: uuid.UUID) -> ResponseReturnValue:
    """Record it; an earlier one stays in the history."""
    study_session, form = _managed(public_id), ApprovalForm()
    if not form.validate():
        return invalid(APPROVAL, study_session=study_session, form=form)
    try:
        approvals.record_approval(study_session.id, form.approval(), actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(APPROVAL, study_session=_managed(public_id), form=form)
    flash(_("The approval is recorded."), "success")
    return see("study_sessions.show", public_id=public_id)


@bp.get("/study-session-approvals/<uuid:approval_id>/file")
@requires(Permission.VIEW_STUDY_SESSIONS)
def approval_file(approval_id: uuid.UUID) -> ResponseReturnValue:
    """The file of an approval."""
    found = access.approval(current_actor(), approval_id)
    return hand_out((found.file_sha256, found.file_name))


@bp.get("/study-sessions/<uuid:public_id>/units")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def ask_units(public_id: uuid.UUID) -> ResponseReturnValue:
    """Which units take part?"""
    study_session = _managed(public_id)
    chosen = [str(body.public_id) for body in taking_part(db.session(), study_session)]
    return _units_page(study_session, UnitsForm(queries.bodies(study_session), data={"units": chosen}))


@bp.post("/study-sessions/<uuid:public_id>/units")
@requires(Permission.MANAGE_STUDY_SESSIONS)
def save_units(public_id: uuid.UUID) -> ResponseReturnValue:
    """Choose them; what was shared out before is taken back."""
    study_session = _managed(public_id)
    bodies = queries.bodies(study_session)
    form = UnitsForm(bodies)
    if not form.validate():
        return _units_page(study_session, form), 422
    wanted = set(form.units.data or [])
    chosen = [body.id for body in bodies if str(body.public_id) in wanted]
    try:
        is_changed = choose_units(study_session.id, chosen, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _units_page(_managed(public_id), form), 422
    if is_changed:
        flash(_("The units are chosen. Please share out the places among them."), "success")
    return see("study_sessions.show", public_id=public_id)


def _units_page(study_session: StudySession, form: UnitsForm) -> str:
    can_choose = study_session.state in SHARING and not study_session.is_open
    return render_template(UNITS, study_session=study_session, form=form, can_choose=can_choose)


def _managed(public_id: uuid.UUID) -> StudySession:
    return access.study_session(current_actor(), public_id, Permission.MANAGE_STUDY_SESSIONS)
