"""The organizer's rule: which kinds of study count as trained (已训). What it would alter is seen before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request
from werkzeug.datastructures import MultiDict

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import heads
from lms.records.kinds.operations import set_trained_rule, study_kinds
from lms.records.kinds.trained import counting_in
from lms.reports import access
from lms.reports.forms import RuleForm
from lms.reports.queries import NoTermThatDay
from lms.reports.rule_preview import rule_history, shifts
from lms.reports.wording import body_name

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.reports.rule_preview import Shift

bp = Blueprint("trained_rule", __name__, url_prefix="/trained-rule")

SHOW, PREVIEW = "reports/rule.html", "reports/rule_preview.html"


@bp.get("")
@requires(Permission.SET_TRAINED_RULE)
def show() -> ResponseReturnValue:
    """The rule that holds, and what it was."""
    session, actor = db.session(), current_actor()
    kinds = study_kinds(session, actor.congress_id)
    counted = counting_in(session, actor.congress_id)
    form = RuleForm(kinds, data={"counting": [kind.code for kind in kinds if kind.id in counted]}, meta={"csrf": False})
    return render_template(SHOW, form=form, history=rule_history(session, actor.congress_id), words=heads)


@bp.get("/preview")
@requires(Permission.SET_TRAINED_RULE)
def preview() -> ResponseReturnValue:
    """What would change in the figures of today."""
    session, actor = db.session(), current_actor()
    kinds = study_kinds(session, actor.congress_id)
    form = RuleForm(kinds, MultiDict(request.args), meta={"csrf": False})
    if not form.validate():
        return invalid(SHOW, form=form, history=rule_history(session, actor.congress_id), words=heads)
    return render_template(PREVIEW, **_preview(form.codes), form=RuleForm(kinds))


@bp.post("")
@requires(Permission.SET_TRAINED_RULE)
def change() -> ResponseReturnValue:
    """The rule holds from now on."""
    actor = current_actor()
    form = RuleForm(study_kinds(db.session(), actor.congress_id))
    if not form.validate():
        return invalid(PREVIEW, **_preview(form.codes), form=form)
    try:
        set_trained_rule(form.codes, instead_of=form.seen_codes, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return render_template(PREVIEW, **_preview(form.codes), form=form), refusal.status
    flash(_("The rule holds from now on. Figures known before stay as they were."), "success")
    return see("trained_rule.show")


def _preview(codes: frozenset[str]) -> dict[str, Any]:
    session, actor = db.session(), current_actor()
    kinds = study_kinds(session, actor.congress_id)
    counted = counting_in(session, actor.congress_id)
    return {
        "then": [kind for kind in kinds if kind.code in codes],
        "before": [kind for kind in kinds if kind.id in counted],
        "shifts": _shifts(frozenset(kind.id for kind in kinds if kind.code in codes)),
        "words": heads,
        "body_name": body_name,
        "today": clock.today(),
    }


def _shifts(counting: frozenset[int]) -> list[Shift]:
    now = clock.now()
    try:
        question = access.question(
            current_actor(), Permission.SET_TRAINED_RULE, as_at=clock.today(), known_at=now, now=now
        )
    except NoTermThatDay:
        return []
    return shifts(db.session(), question, counting)
