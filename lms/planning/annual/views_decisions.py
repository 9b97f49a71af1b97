"""What becomes of a plan: submitted, decided, amended, published, and told to the deputies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning.annual import access, deciding, labels, telling, writing
from lms.planning.annual.forms import AmendmentForm, RulingForm
from lms.planning.annual.refusals import NotInForce, NotToBeDecided
from lms.planning.annual.states import BEFORE_DECISION, PlanState
from lms.records.handing_out import hand_out

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.planning.annual.models import PlanVersion

bp = Blueprint("plan_decisions", __name__, url_prefix="/planning/plans", template_folder="../templates")

RULING, AMENDMENT = "planning/annual/ruling.html", "planning/annual/amendment.html"


@bp.post("/<uuid:public_id>/submission")
@requires(Permission.MANAGE_PLANNING)
def submit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Hand it over for approval."""
    deciding.submit(public_id, actor=current_actor(), now=clock.now())
    flash(_("The plan is submitted. The office records what is decided."), "success")
    return see("annual_plans.show", public_id=public_id)


@bp.get("/<uuid:public_id>/decision")
@requires(Permission.APPROVE_PLANS)
def ask_ruling(public_id: uuid.UUID) -> ResponseReturnValue:
    """What was decided?"""
    version = _to_be_decided(public_id)
    return render_template(RULING, version=version, form=RulingForm(data={"decided_on": clock.today()}))


@bp.post("/<uuid:public_id>/decision")
@requires(Permission.APPROVE_PLANS)
def decide(public_id: uuid.UUID) -> ResponseReturnValue:
    """Record it."""
    version, form = _to_be_decided(public_id), RulingForm()
    if form.validate():
        try:
            deciding.decide(public_id, form.ruling(), actor=current_actor(), now=clock.now())
        except (NotFound, NotToBeDecided):
            raise
        except DomainError as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash(_("The decision is recorded."), "success")
            return see("annual_plans.show", public_id=public_id)
    return invalid(RULING, version=version, form=form)


@bp.get("/decisions/<uuid:decision_id>/file")
@requires(Permission.VIEW_PLANNING)
def decision_file(decision_id: uuid.UUID) -> ResponseReturnValue:
    """The file of a decision."""
    found = access.decision(db.session(), decision_id, actor=current_actor())
    return hand_out((found.file_sha256, found.file_name))


@bp.get("/<uuid:public_id>/amendment")
@requires(Permission.MANAGE_PLANNING)
def ask_amendment(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is to be changed, and why?"""
    return render_template(AMENDMENT, version=_in_force(public_id), form=AmendmentForm())


@bp.post("/<uuid:public_id>/amendment")
@requires(Permission.MANAGE_PLANNING)
def amend(public_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a new version; this one stays in force meanwhile."""
    version, form = _in_force(public_id), AmendmentForm()
    if not form.validate():
        return invalid(AMENDMENT, version=version, form=form)
    new_id = writing.amend(public_id, form.words.data or "", actor=current_actor(), now=clock.now())
    flash(_("A new version is begun. The former one stays in force until this one is approved."), "success")
    return see("annual_plans.show", public_id=new_id)


@bp.post("/<uuid:public_id>/publication")
@requires(Permission.APPROVE_PLANS)
def publish(public_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody may read it."""
    deciding.publish(public_id, is_public=True, actor=current_actor(), now=clock.now())
    flash(_("The plan is published. Everybody can read it without an account."), "success")
    return see("annual_plans.show", public_id=public_id)


@bp.post("/<uuid:public_id>/publication/end")
@requires(Permission.APPROVE_PLANS)
def unpublish(public_id: uuid.UUID) -> ResponseReturnValue:
    """Only who has an account may read it."""
    deciding.publish(public_id, is_public=False, actor=current_actor(), now=clock.now())
    flash(_("The plan is no longer public."), "success")
    return see("annual_plans.show", public_id=public_id)


@bp.post("/<uuid:public_id>/announcement")
@requires(Permission.MANAGE_PLANNING)
def announce(public_id: uuid.UUID) -> ResponseReturnValue:
    """Tell every deputy; the worker does it."""
    run_id = telling.ask_to_tell(public_id, actor=current_actor(), now=clock.now())
    return see("jobs.run", run_id=run_id)


@bp.get("/<uuid:public_id>/readers")
@requires(Permission.VIEW_PLANNING)
def readers(public_id: uuid.UUID) -> ResponseReturnValue:
    """How many of each unit were told, and how many have read it: units in official order."""
    session = db.session()
    version = access.version(session, public_id, actor=current_actor())
    units = telling.readings(session, version)
    return render_template(
        "planning/annual/readers.html", version=version, units=units, total=telling.total(units), words=labels
    )


def _to_be_decided(public_id: uuid.UUID) -> PlanVersion:
    version = access.version(db.session(), public_id, actor=current_actor())
    if version.state not in BEFORE_DECISION:
        raise NotToBeDecided
    return version


def _in_force(public_id: uuid.UUID) -> PlanVersion:
    version = access.version(db.session(), public_id, actor=current_actor())
    if version.state is not PlanState.APPROVED:
        raise NotInForce
    return version
