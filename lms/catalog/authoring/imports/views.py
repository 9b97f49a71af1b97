"""Questions from a file: hand it in, see what it would add, add it or put it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template

from lms.catalog.authoring import access as drafts
from lms.catalog.authoring.imports import access, books, labels, operations
from lms.catalog.authoring.imports.forms import ImportForm
from lms.catalog.authoring.imports.plan import Outcome
from lms.catalog.authoring.views import writable
from lms.catalog.questions.imports.found import FileKind
from lms.core import clock
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents.download import download, safe_file_name
from lms.documents.workbooks import MEDIA_TYPE

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.catalog.authoring.imports.models import QuestionImport
    from lms.catalog.authoring.imports.plan import Plan
    from lms.catalog.authoring.models import CourseDraft

bp = Blueprint(
    "question_imports",
    __name__,
    url_prefix="/authoring/drafts/<uuid:draft_id>/question-imports",
    template_folder="../../templates",
)

INDEX, SHOW = "catalog/authoring/imports/index.html", "catalog/authoring/imports/show.html"
SHOWN = 100  # Lines on the page; all of them are in the report.


@bp.get("")
@requires(Permission.EDIT_COURSES)
def index(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Hand in a file; what came before."""
    draft, form = writable(draft_id), ImportForm()
    form.offer(draft.said["lessons"])
    return render_template(INDEX, **_context(draft, form))


@bp.post("")
@requires(Permission.EDIT_COURSES)
def hand_in(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Check the file and keep what it says for a decision."""
    actor, form = current_actor(), ImportForm()
    draft = drafts.draft(actor, draft_id)
    form.offer(draft.said["lessons"])
    if form.validate():
        chosen = {"lesson_key": form.lesson.data or "", "source": form.source.data or ""}
        name = safe_file_name(form.file.data.filename or "")
        try:
            handed_in = operations.hand_in(
                draft_id, form.file.data.read(), name, **chosen, actor=actor, now=clock.now()
            )
        except DomainError as refusal:
            form.file.errors = [refusal.message]
        else:
            return see("question_imports.show", draft_id=draft_id, public_id=handed_in.public_id)
    return invalid(INDEX, **_context(drafts.draft(actor, draft_id), form))


@bp.get("/template")
@requires(Permission.EDIT_COURSES)
def template(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The empty workbook with its lists and notes."""
    content = books.template(drafts.draft(current_actor(), draft_id).said, now=clock.now())
    return download(content, file_name=_("Template of questions.xlsx"), media_type=MEDIA_TYPE)


@bp.get("/<uuid:public_id>")
@requires(Permission.EDIT_COURSES)
def show(draft_id: uuid.UUID, public_id: uuid.UUID) -> ResponseReturnValue:
    """What a file would add now; of one that is decided, what came of it."""
    return _page(*_found(draft_id, public_id))


@bp.get("/<uuid:public_id>/report")
@requires(Permission.EDIT_COURSES)
def report(draft_id: uuid.UUID, public_id: uuid.UUID) -> ResponseReturnValue:
    """What could not be carried over."""
    draft, handed_in, plan = _found(draft_id, public_id)
    content = books.report(handed_in, plan, title=draft.title, now=clock.now())
    return download(content, file_name=_("Not carried over.xlsx"), media_type=MEDIA_TYPE)


@bp.get("/<uuid:public_id>/bad-rows")
@requires(Permission.EDIT_COURSES)
def bad_rows(draft_id: uuid.UUID, public_id: uuid.UUID) -> ResponseReturnValue:
    """The rows of a workbook to mend and hand in again."""
    draft, handed_in, plan = _found(draft_id, public_id)
    if handed_in.file_kind is not FileKind.WORKBOOK:
        raise NotFound
    content = books.rows_to_mend(plan, draft.said, now=clock.now())
    return download(content, file_name=_("Rows to mend.xlsx"), media_type=MEDIA_TYPE)


@bp.post("/<uuid:public_id>/questions")
@requires(Permission.EDIT_COURSES)
def add(draft_id: uuid.UUID, public_id: uuid.UUID) -> ResponseReturnValue:
    """Add its questions to the draft."""
    try:
        plan = operations.add(draft_id, public_id, actor=current_actor(), now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        return _page(*_found(draft_id, public_id), refusal=refusal), refusal.status
    flash(ngettext("%(num)d question was added.", "%(num)d questions were added.", len(plan.new)), "success")
    if plan.reported:
        return see("question_imports.show", draft_id=draft_id, public_id=public_id)
    return see("authoring.show", draft_id=draft_id, _anchor="questions")


@bp.post("/<uuid:public_id>/disposal")
@requires(Permission.EDIT_COURSES)
def put_away(draft_id: uuid.UUID, public_id: uuid.UUID) -> ResponseReturnValue:
    """Put it away without adding anything."""
    operations.put_away(draft_id, public_id, actor=current_actor(), now=clock.now())
    flash(_("The file was put away. Nothing was changed."), "success")
    return see("authoring.show", draft_id=draft_id, _anchor="questions")


def _found(draft_id: uuid.UUID, public_id: uuid.UUID) -> tuple[CourseDraft, QuestionImport, Plan]:
    actor = current_actor()
    draft = drafts.draft(actor, draft_id)
    handed_in = access.question_import(actor, draft_id, public_id)
    return draft, handed_in, operations.plan_of(handed_in, draft.said)


def _context(draft: CourseDraft, form: ImportForm) -> dict[str, Any]:
    return {"draft": draft, "form": form, "earlier": access.of_draft(draft), "labels": labels}


def _page(draft: CourseDraft, handed_in: QuestionImport, plan: Plan, *, refusal: DomainError | None = None) -> str:
    return render_template(
        SHOW,
        draft=draft,
        handed_in=handed_in,
        plan=plan,
        counts=plan.counts if handed_in.is_undecided else handed_in.counts,
        to_add=plan.of(Outcome.NEW),
        lessons={lesson["key"]: lesson["title"] for lesson in draft.said["lessons"]},
        labels=labels,
        refusal=refusal,
        shown=SHOWN,
    )
