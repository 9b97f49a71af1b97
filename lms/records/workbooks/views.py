"""Entries by workbook: hand in, see what it would enter, enter it or put it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download, safe_file_name
from lms.documents.workbooks import MEDIA_TYPE
from lms.records.workbooks import access, operations
from lms.records.workbooks.forms import EnterForm, HandInForm
from lms.records.workbooks.models import WorkbookState
from lms.records.workbooks.operations import Choice

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.records.workbooks.models import EntryWorkbook

bp = Blueprint("entry_workbooks", __name__, url_prefix="/entry-workbooks")

INDEX, SHOW = "records/workbooks/index.html", "records/workbooks/show.html"
SHOWN = 200  # Bad rows on the page; all of them are in the workbook.


@bp.get("")
@requires(Permission.VIEW_RECORDS_DESK)
def index() -> ResponseReturnValue:
    """Hand in a workbook; what came before."""
    page = paginate(access.workbooks(current_actor()), number=page_number())
    return render_template(INDEX, form=HandInForm(), page=page)


@bp.post("")
@requires(Permission.VIEW_RECORDS_DESK)
def hand_in() -> ResponseReturnValue:
    """Check the file and keep it for a decision."""
    actor, form = current_actor(), HandInForm()
    access.bodies(actor)  # Whoever enters for nobody knows of no workbooks.
    if form.validate():
        name = safe_file_name(form.file.data.filename or "")
        try:
            workbook = operations.hand_in(form.file.data.read(), name, actor=actor, now=clock.now())
        except NotFound:
            raise
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return see("entry_workbooks.show", public_id=workbook.public_id)
    return invalid(INDEX, form=form, page=paginate(access.workbooks(actor), number=1))


@bp.get("/template")
@requires(Permission.VIEW_RECORDS_DESK)
def template() -> ResponseReturnValue:
    """The empty workbook with its lists and notes."""
    actor = current_actor()
    access.bodies(actor)
    content = operations.template(db.session(), actor=actor, now=clock.now())
    return download(content, file_name=_("Template of entries.xlsx"), media_type=MEDIA_TYPE)


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_RECORDS_DESK)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What a checked workbook would enter now; of one that is done, what it came to."""
    return _page(_workbook(public_id), EnterForm(data={"choice": Choice.GOOD_ROWS}))


@bp.get("/<uuid:public_id>/bad-rows")
@requires(Permission.VIEW_RECORDS_DESK)
def bad_rows(public_id: uuid.UUID) -> ResponseReturnValue:
    """The bad rows with their reasons, to mend and hand in again."""
    content = operations.bad_rows(db.session(), _workbook(public_id), actor=current_actor(), now=clock.now())
    return download(content, file_name=_("Rows to mend.xlsx"), media_type=MEDIA_TYPE)


@bp.post("/<uuid:public_id>/entries")
@requires(Permission.VIEW_RECORDS_DESK)
def enter(public_id: uuid.UUID) -> ResponseReturnValue:
    """Enter it."""
    workbook, form = _workbook(public_id), EnterForm()
    if not form.validate():
        return _page(workbook, form), 422
    try:
        plan = operations.enter(public_id, Choice(form.choice.data), actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _page(_workbook(public_id), form), refusal.status
    flash(ngettext("%(num)d entry was made.", "%(num)d entries were made.", len(plan.new)), "success")
    return see("entry_workbooks.show", public_id=public_id)


@bp.post("/<uuid:public_id>/disposal")
@requires(Permission.VIEW_RECORDS_DESK)
def put_away(public_id: uuid.UUID) -> ResponseReturnValue:
    """Put it away without entering it."""
    operations.put_away(public_id, actor=current_actor(), now=clock.now())
    flash(_("The file was put away. Nothing was changed."), "success")
    return see("entry_workbooks.index")


def _workbook(public_id: uuid.UUID) -> EntryWorkbook:
    return access.workbook(db.session(), public_id, actor=current_actor())


def _page(workbook: EntryWorkbook, form: EnterForm) -> str:
    plan = None
    if workbook.state is WorkbookState.CHECKED:
        plan = operations.check(db.session(), workbook, actor=current_actor(), today=clock.today())
    counts = plan.counts if plan is not None else workbook.counts
    return render_template(SHOW, workbook=workbook, plan=plan, counts=counts, form=form, shown=SHOWN)
