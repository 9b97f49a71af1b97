"""The completion report in the browser: figures at once, files by the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.web_tables import web_table
from lms.reports import operations, queries, sheets, wording
from lms.reports.completion import WHOLE, CompletionReport
from lms.reports.exports import ExportLine, export_line
from lms.reports.files import Format
from lms.reports.forms import ExportForm, QuestionForm
from lms.reports.views_question import asked, chosen_times

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.core.permissions import Actor
    from lms.reports.known import Question

bp = Blueprint("reports", __name__, template_folder="templates")


@bp.get("/reports")
@requires(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """The figures by electing unit as at a day, and the files that were made of them."""
    form = QuestionForm(chosen_times(), meta={"csrf": False})
    question = asked(form, Permission.READ_REPORTS)
    exports = _exports(current_actor())
    if question is None:
        return invalid("reports/index.html", form=form, exports=exports)
    return render_template("reports/index.html", form=form, exports=exports, **_figures(question))


@bp.get("/reports/exports/new")
@requires(Permission.EXPORT_REPORTS)
def new_export() -> ResponseReturnValue:
    """Choose the file; the two times come along from the figures."""
    return render_template("reports/new_export.html", form=ExportForm(chosen_times()))


@bp.post("/reports/exports")
@requires(Permission.EXPORT_REPORTS)
def export() -> ResponseReturnValue:
    """Ask for the report as a file; the worker writes it."""
    form, actor, now = ExportForm(), current_actor(), clock.now()
    question = asked(form, Permission.EXPORT_REPORTS)
    if question is None:
        return invalid("reports/new_export.html", form=form)
    run = operations.request_export(question, Format(form.format.data), actor=actor, now=now)
    return see("jobs.run", run_id=run.public_id)


def _exports(actor: Actor) -> list[ExportLine] | None:
    """The files that the actor asked for; None for one who may not ask."""
    if not actor.can(Permission.EXPORT_REPORTS):
        return None
    return [export_line(run) for run in queries.exports_of(actor)]


def _figures(question: Question) -> dict[str, Any]:
    report = CompletionReport(db.session(), question)
    return {
        "question": question,
        "title": wording.term_name(report),
        "notes": wording.notes(report, exact=False),
        "table": web_table(sheets.on_screen(report, report.units(at_once=WHOLE))),
    }
