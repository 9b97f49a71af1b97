"""The auditor's pages: who did what, by numbers and never by personal values."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from lms.audit import operations, queries
from lms.audit.export import table_of
from lms.audit.forms import LARGEST_ID, AuditFilterForm
from lms.audit.labels import ACTION, KIND
from lms.core import clock
from lms.core.errors import DomainError
from lms.core.pages import invalid
from lms.core.permissions import Permission, current_actor, requires
from lms.documents import csv_files
from lms.documents.download import download

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("audit", __name__, template_folder="templates")

WORDS = {"action_words": ACTION, "kind_words": KIND}
NOTHING = queries.AuditPage([], None)


@bp.get("/audit")
@requires(Permission.READ_AUDIT)
def index() -> ResponseReturnValue:
    """The log, newest first, with the filters of the URL."""
    form = AuditFilterForm(request.args)
    if not form.validate():
        return invalid("audit/index.html", form=form, page=NOTHING, **WORDS)
    older_than = request.args.get("older_than", default=LARGEST_ID, type=int)
    page = queries.page(form.wanted, actor=current_actor(), older_than=min(max(older_than, 0), LARGEST_ID))
    return render_template("audit/index.html", form=form, page=page, **WORDS)


@bp.post("/audit/export")
@requires(Permission.READ_AUDIT)
def export() -> ResponseReturnValue:
    """Just what is shown, as CSV. Taking it out is noted, hence a POST."""
    form, actor = AuditFilterForm(request.args), current_actor()
    if not form.validate():
        return invalid("audit/index.html", form=form, page=NOTHING, **WORDS)
    try:
        operations.note_export(form.wanted, actor=actor, now=clock.now())
    except DomainError as error:
        form.form_errors = [error.message]
        return render_template("audit/index.html", form=form, page=NOTHING, **WORDS), error.status
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The answer closes it.
    csv_files.write_csv(table_of(queries.stream(form.wanted, actor=actor)), file)
    file.seek(0)
    return download(file, file_name=f"audit-{clock.today():%Y%m%d}.csv", media_type=csv_files.MEDIA_TYPE)
