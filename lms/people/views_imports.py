"""Taking a roster in by the browser: upload, see what it would change, apply it or put it away."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.forms import day_of
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download, safe_file_name
from lms.documents.workbooks import MEDIA_TYPE
from lms.people import access, queries
from lms.people.forms_roster import ApplyForm, UploadForm
from lms.people.models import ImportState
from lms.people.roster import operations
from lms.people.roster.book import write_book
from lms.people.roster.operations import Choice
from lms.people.roster.rejects import rejects_workbook

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.people.models import RosterImport

bp = Blueprint("imports", __name__, template_folder="templates")

UPLOAD, CHECKED = "people/roster_upload.html", "people/roster_check.html"
SHOWN = 200  # Changed and bad rows on the page; all bad ones are in the workbook.


@bp.get("/roster-imports")
@requires(Permission.MANAGE_ROSTER)
def index() -> ResponseReturnValue:
    """Hand in a roster; what came before."""
    return render_template(UPLOAD, form=UploadForm(), runs=access.roster_imports(db.session(), actor=current_actor()))


@bp.post("/roster-imports")
@requires(Permission.MANAGE_ROSTER)
def upload() -> ResponseReturnValue:
    """Check the file and keep it for a decision."""
    actor, form = current_actor(), UploadForm()
    if form.validate():
        file, term = form.file.data, access.term_of_roster(db.session(), actor)
        try:
            run = operations.upload(
                file.read(), safe_file_name(file.filename or ""), term=term, actor=actor, now=clock.now()
            )
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return see("imports.show", public_id=run.public_id)
    return invalid(UPLOAD, form=form, runs=access.roster_imports(db.session(), actor=actor))


@bp.get("/roster-imports/template")
@requires(Permission.MANAGE_ROSTER)
def template() -> ResponseReturnValue:
    """The empty roster with its lists and notes."""
    session, target = db.session(), BytesIO()
    bodies = queries.bodies_of(session, access.term_of_roster(session, current_actor()))
    write_book(target, [body.name for body in bodies], created=clock.now())
    return download(target.getvalue(), file_name=_("Roster template.xlsx"), media_type=MEDIA_TYPE)


@bp.get("/roster-imports/<uuid:public_id>")
@requires(Permission.MANAGE_ROSTER)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What a checked file would change now; of one that is done, what it came to."""
    run = _run(public_id)
    return _page(run, ApplyForm(data={"effective_on": clock.today(), "choice": Choice.VALID_ROWS}))


@bp.get("/roster-imports/<uuid:public_id>/rejects")
@requires(Permission.MANAGE_ROSTER)
def rejects(public_id: uuid.UUID) -> ResponseReturnValue:
    """The bad rows with their reasons, to mend and hand in again."""
    plan = operations.check(db.session(), _run(public_id), today=clock.today())
    content = rejects_workbook(plan, created=clock.now())
    return download(content, file_name=_("Rows to mend.xlsx"), media_type=MEDIA_TYPE)


@bp.post("/roster-imports/<uuid:public_id>/application")
@requires(Permission.MANAGE_ROSTER)
def apply(public_id: uuid.UUID) -> ResponseReturnValue:
    """Apply it."""
    run, form = _run(public_id), ApplyForm()
    if not form.validate():
        return _page(run, form), 422
    day, choice = day_of(form.effective_on), Choice(form.choice.data)
    try:
        plan = operations.apply(run.id, choice, effective_on=day, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _page(_run(public_id), form), refusal.status
    flash(_("%(added)d deputies were added and %(changed)d changed.", **plan.counts), "success")
    return see("imports.show", public_id=public_id)


@bp.post("/roster-imports/<uuid:public_id>/disposal")
@requires(Permission.MANAGE_ROSTER)
def put_away(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put it away without applying it."""
    operations.put_away(_run(public_id).id, actor=current_actor(), now=clock.now())
    flash(_("The file was put away. Nothing was changed."), "success")
    return see("imports.index")


def _run(public_id: uuid.UUID) -> RosterImport:
    return access.roster_import(db.session(), public_id, actor=current_actor())


def _page(run: RosterImport, form: ApplyForm) -> str:
    is_open = run.state is ImportState.CHECKED
    plan = operations.check(db.session(), run, today=clock.today()) if is_open else None
    counts = plan.counts if plan is not None else run.counts
    return render_template(CHECKED, run=run, plan=plan, counts=counts, form=form, shown=SHOWN)
