"""The term plan: its goals, how far they have come, and who is exempt by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.forms import strip_text
from lms.core.i18n import CHINESE, current_locale
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.people import access as people
from lms.people.operations import exempting
from lms.people.queries import RosterFilter, roster
from lms.planning.refusals import ChangedByOthers
from lms.planning.term import figures, operations
from lms.planning.term.forms import ExemptionForm, TermPlanForm
from lms.planning.term.goals import GOAL_FOR

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.models import ElectingBody

bp = Blueprint("term_plan", __name__, url_prefix="/planning/term", template_folder="../templates")

EDIT, EXEMPTION = "planning/term/edit.html", "planning/term/exemption.html"


@bp.get("")
@requires(Permission.VIEW_PLANNING)
def show() -> ResponseReturnValue:
    """The plan of the present term and how far it has come."""
    session, today = db.session(), clock.today()
    term = people.term(session, current_actor())
    versions = operations.versions(session, term)
    plan = versions[0] if versions else None
    return render_template(
        "planning/term/show.html",
        term=term,
        plan=plan,
        versions=versions,
        reached=figures.reached(session, term, plan.aims if plan else [], today=today),
        exempted=figures.exempted(session, term, today=today),
        goal_for=GOAL_FOR,
        body_name=body_name,
        today=today,
    )


@bp.get("/edit")
@requires(Permission.MANAGE_PLANNING)
def edit() -> ResponseReturnValue:
    """What is aimed at?"""
    session = db.session()
    versions = operations.versions(session, people.term(session, current_actor()))
    return render_template(EDIT, form=TermPlanForm.of(versions[0] if versions else None), theirs=None)


@bp.post("/edit")
@requires(Permission.MANAGE_PLANNING)
def save() -> ResponseReturnValue:
    """A new version, unless somebody else wrote one meanwhile."""
    form, actor = TermPlanForm(), current_actor()
    if not form.validate():
        return invalid(EDIT, form=form, theirs=None)
    try:
        operations.save(form.text.data or "", form.goals, seen=form.edits_seen, actor=actor, now=clock.now())
    except ChangedByOthers as refusal:
        newest = operations.versions(db.session(), people.term(db.session(), actor))[:1]
        form.form_errors.append(refusal.message)
        form.seen.data = str(newest[0].number if newest else 0)
        return render_template(EDIT, form=form, theirs=newest[0] if newest else None), refusal.status
    flash(_("The term plan is saved."), "success")
    return see("term_plan.show")


@bp.get("/deputies")
@requires(Permission.MANAGE_PLANNING)
def find_deputy() -> ResponseReturnValue:
    """Who is to be exempt? Looked for by name or card number."""
    session, actor = db.session(), current_actor()
    asked = str(strip_text(request.args.get("q", "")))
    term = people.term(session, actor)
    page = paginate(roster(term, RosterFilter(text=asked), only=None), number=page_number()) if asked else None
    return render_template("planning/term/deputies.html", page=page, body_name=body_name)


@bp.get("/deputies/<uuid:mandate_id>")
@requires(Permission.MANAGE_PLANNING)
def exemption(mandate_id: uuid.UUID) -> ResponseReturnValue:
    """Exempt a deputy, or end that."""
    return _exemption_page(mandate_id, ExemptionForm())


@bp.post("/deputies/<uuid:mandate_id>/exemption")
@requires(Permission.MANAGE_PLANNING)
def exempt(mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The deputy need not be trained this term."""
    return _decide(mandate_id, is_exempt=True)


@bp.post("/deputies/<uuid:mandate_id>/exemption/end")
@requires(Permission.MANAGE_PLANNING)
def end_exemption(mandate_id: uuid.UUID) -> ResponseReturnValue:
    """The deputy is due again."""
    return _decide(mandate_id, is_exempt=False)


def body_name(body: ElectingBody) -> str:
    """A body's name in the reader's language."""
    return body.name if current_locale() == CHINESE else body.name_en


def _decide(mandate_id: uuid.UUID, *, is_exempt: bool) -> ResponseReturnValue:
    form, actor = ExemptionForm(), current_actor()
    if not form.validate():
        return _exemption_page(mandate_id, form), 422
    try:
        exempting.exempt(mandate_id, form.reason.data or "", is_exempt=is_exempt, actor=actor, now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _exemption_page(mandate_id, form), refusal.status
    flash(_("The exemption is noted.") if is_exempt else _("The exemption is ended."), "success")
    return see("term_plan.show")


def _exemption_page(mandate_id: uuid.UUID, form: ExemptionForm) -> str:
    session = db.session()
    mandate = people.mandate(session, mandate_id, actor=current_actor())
    return render_template(
        EXEMPTION,
        mandate=mandate,
        is_exempt=exempting.is_exempted(session, mandate),
        form=form,
        body_name=body_name,
    )
