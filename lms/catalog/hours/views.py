"""The rule of credit hours: what the courses are worth, what a change would alter, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request
from werkzeug.datastructures import MultiDict

from lms.catalog.hours.forms import RuleForm, data_of
from lms.catalog.hours.queries import worths
from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.credit_hours import queries
from lms.credit_hours.operations import set_rule

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.credit_hours.rule import Rule

bp = Blueprint("credit_hours", __name__, url_prefix="/credit-hours", template_folder="../templates")

SHOW, PREVIEW = "catalog/hours.html", "catalog/hours_preview.html"


@bp.get("")
@requires(Permission.SET_CREDIT_HOURS)
def show() -> ResponseReturnValue:
    """The rule that holds, those that held, and what the courses are worth."""
    row = queries.newest(db.session(), current_actor().congress_id)
    return render_template(SHOW, form=RuleForm(data=data_of(row), meta={"csrf": False}), **_context())


@bp.get("/preview")
@requires(Permission.SET_CREDIT_HOURS)
def preview() -> ResponseReturnValue:
    """What another rule would alter."""
    form = RuleForm(MultiDict(request.args), meta={"csrf": False})
    rule = form.rule() if form.validate() else None
    if rule is None:
        return invalid(SHOW, form=form, **_context())
    return render_template(PREVIEW, form=form, rule=rule, **_context(rule))


@bp.post("")
@requires(Permission.SET_CREDIT_HOURS)
def change() -> ResponseReturnValue:
    """The rule holds from now on."""
    form = RuleForm()
    rule = form.rule() if form.validate() else None
    if rule is None:
        return invalid(SHOW, form=form, **_context())
    try:
        set_rule(rule.bands, instead_of=form.version, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return render_template(SHOW, form=form, **_context()), refusal.status
    flash(_("The rule holds from now on."), "success")
    return see("credit_hours.show")


def _context(other: Rule | None = None) -> dict[str, Any]:
    session, congress_id = db.session(), current_actor().congress_id
    history = queries.history(session, congress_id)
    now = queries.rule_in(history[0] if history else None)
    return {"history": history, "now": now, "worths": worths(congress_id, now, other=other), "rule_in": queries.rule_in}
