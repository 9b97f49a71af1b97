"""Coverage in the browser: figures and outlook of the whole, and the ledger of each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.pages import invalid
from lms.core.permissions import Permission, requires
from lms.documents import workbooks
from lms.documents.download import download
from lms.people.labels import ELECTION
from lms.records.heads import kind_name
from lms.reports import wording
from lms.reports.coverage import access, sheets
from lms.reports.coverage.figures import Group, coverage
from lms.reports.coverage.ledger import ledger
from lms.reports.forms import QuestionForm
from lms.reports.views_question import asked, chosen_times
from lms.study_sessions.labels import PRIORITY

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("coverage", __name__, url_prefix="/coverage", template_folder="../templates")

INDEX, UNIT = "reports/coverage/index.html", "reports/coverage/unit.html"


@bp.get("")
@requires(Permission.VIEW_COVERAGE)
def index() -> ResponseReturnValue:
    """Who is still to be trained this term, by unit, and how it goes on."""
    form = QuestionForm(chosen_times(), meta={"csrf": False})
    question = asked(form, Permission.VIEW_COVERAGE)
    if question is None:
        return invalid(INDEX, form=form, coverage=None)
    return render_template(
        INDEX,
        form=form,
        coverage=coverage(db.session(), question),
        question=question,
        groups=Group,
        group_words=sheets.GROUP_WORDS,
        body_name=wording.body_name,
    )


@bp.get("/electing-bodies/<uuid:body_id>")
@requires(Permission.VIEW_COVERAGE)
def unit(body_id: uuid.UUID) -> ResponseReturnValue:
    """The deputies of a unit in the order in which to call them up, and why."""
    form = QuestionForm(chosen_times(), meta={"csrf": False})
    question = asked(form, Permission.VIEW_COVERAGE)
    if question is None:
        return invalid(UNIT, form=form, ledger=None)
    body = access.electing_body(question, body_id)
    return render_template(
        UNIT,
        form=form,
        ledger=ledger(db.session(), question, body),
        question=question,
        body_name=wording.body_name,
        elections=ELECTION,
        priorities=PRIORITY,
        kind_name=kind_name,
    )


@bp.get("/electing-bodies/<uuid:body_id>.xlsx")
@requires(Permission.VIEW_COVERAGE)
def unit_workbook(body_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a workbook."""
    form = QuestionForm(chosen_times(), meta={"csrf": False})
    question = asked(form, Permission.VIEW_COVERAGE)
    if question is None:
        return invalid(UNIT, form=form, ledger=None)
    body = access.electing_body(question, body_id)
    found = ledger(db.session(), question, body)
    name = _("Whom to call next, %(unit)s", unit=wording.body_name(body)) + ".xlsx"
    content = sheets.workbook(found, question, made_at=clock.now())
    return download(content, file_name=name, media_type=workbooks.MEDIA_TYPE)
