"""What else a liaison does with places: reserves and their order, answers in a deputy's stead, places handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, render_template

from lms.core import clock
from lms.core.errors import DomainError
from lms.core.forms import number_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.study_sessions import access
from lms.study_sessions.forms import HandBackForm, PersonForm, ReasonForm
from lms.study_sessions.operations import answers, quotas, reserves
from lms.study_sessions.views.blueprint import bp
from lms.study_sessions.views.recommendation import candidate, or_refuse, unit_of

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.study_sessions.models import Enrolment

DECLINE, HAND_BACK = "study_sessions/decline_for.html", "study_sessions/hand_back.html"


@bp.post("/study-sessions/<uuid:public_id>/reserves")
@requires(Permission.RECOMMEND)
def reserve(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put a deputy behind the unit's other reserves."""
    actor = current_actor()
    study_session = access.study_session(actor, public_id, Permission.RECOMMEND)
    coming = candidate(study_session, PersonForm())
    id_, name, unit = coming.candidate_id, coming.name, coming.unit.public_id

    def act() -> None:
        reserves.reserve(study_session.id, id_, actor=actor, now=clock.now())

    return or_refuse(public_id, act, _("%(name)s is a reserve.", name=name), unit)


@bp.post("/enrolments/<uuid:enrolment_id>/earlier-turn")
@requires(Permission.RECOMMEND)
def put_earlier(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Let a reserve change places with the one before."""
    actor, asked = current_actor(), _asked(enrolment_id)
    id_, name = asked.id, asked.person.name

    def act() -> None:
        reserves.put_earlier(id_, actor=actor, now=clock.now())

    return or_refuse(asked.study_session.public_id, act, _("%(name)s is called earlier.", name=name), unit_of(asked))


@bp.post("/enrolments/<uuid:enrolment_id>/acceptance")
@requires(Permission.RECOMMEND)
def accept_for(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Say in a deputy's stead that the deputy comes."""
    actor, asked = current_actor(), _asked(enrolment_id)
    id_, name = asked.id, asked.person.name

    def act() -> None:
        answers.accept(id_, actor=actor, now=clock.now())

    return or_refuse(asked.study_session.public_id, act, _("%(name)s is coming.", name=name), unit_of(asked))


@bp.get("/enrolments/<uuid:enrolment_id>/declination")
@requires(Permission.RECOMMEND)
def ask_declining_for(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Why does the deputy not come?"""
    asked = _asked(enrolment_id)
    return render_template(DECLINE, form=ReasonForm(), enrolment=asked, unit=unit_of(asked))


@bp.post("/enrolments/<uuid:enrolment_id>/declination")
@requires(Permission.RECOMMEND)
def decline_for(enrolment_id: uuid.UUID) -> ResponseReturnValue:
    """Say in a deputy's stead that the deputy does not come; the place passes to who is next."""
    form, asked = ReasonForm(), _asked(enrolment_id)
    public_id, unit = asked.study_session.public_id, unit_of(asked)
    if not form.validate():
        return invalid(DECLINE, form=form, enrolment=asked, unit=unit)
    try:
        answers.decline(asked.id, form.text, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(DECLINE, form=form, enrolment=_asked(enrolment_id), unit=unit)
    flash(_("The place is given up, and passes to who is next."), "success")
    return see("study_sessions.recommendation", public_id=public_id, unit=unit)


@bp.get("/quotas/<uuid:quota_id>/hand-back")
@requires(Permission.RECOMMEND)
def ask_hand_back(quota_id: uuid.UUID) -> ResponseReturnValue:
    """Hand how many places back, and why?"""
    return render_template(HAND_BACK, form=HandBackForm(), **_pool(quota_id))


@bp.post("/quotas/<uuid:quota_id>/hand-back")
@requires(Permission.RECOMMEND)
def hand_back(quota_id: uuid.UUID) -> ResponseReturnValue:
    """Hand free places back to the common pool."""
    form, pool = HandBackForm(), access.quota(current_actor(), quota_id, Permission.RECOMMEND)
    public_id, unit = pool.study_session.public_id, pool.electing_body.public_id if pool.electing_body else None
    if not form.validate():
        return invalid(HAND_BACK, form=form, **_pool(quota_id))
    try:
        number = number_of(form.places)
        quotas.hand_back(pool.id, number, form.reason.data or "", actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return invalid(HAND_BACK, form=form, **_pool(quota_id))
    flash(_("The places are handed back. Thank you."), "success")
    return see("study_sessions.recommendation", public_id=public_id, unit=unit)


def _asked(enrolment_id: uuid.UUID) -> Enrolment:
    return access.enrolment(current_actor(), enrolment_id, Permission.RECOMMEND)


def _pool(quota_id: uuid.UUID) -> dict[str, object]:
    pool = access.quota(current_actor(), quota_id, Permission.RECOMMEND)
    body = pool.electing_body
    return {"study_session": pool.study_session, "quota": pool, "unit": body.public_id if body else None}
