"""Required study: what is asked of me; for the offices and the liaisons, how it stands; for the organizer, setting it."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request
from werkzeug.datastructures import MultiDict

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.documents import csv_files
from lms.documents.download import download
from lms.learning.required import access, labels, operations, queries
from lms.learning.required.forms import RequiredStudyForm
from lms.learning.required.views_page import read_page
from lms.learning.views_lesson import learns_here
from lms.people import access as people
from lms.people.queries import bodies_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.catalog.models import Course
    from lms.people.models import ElectingBody

bp = Blueprint("required_study", __name__, url_prefix="/required-study", template_folder="../templates")

NEW, PREVIEW, SHOW = (f"learning/required/{name}.html" for name in ("new", "preview", "show"))


@bp.get("/mine")
@requires(Permission.LEARN)
def mine() -> ResponseReturnValue:
    """What is asked of me, and by when."""
    actor = current_actor()
    return render_template(
        "learning/required/mine.html",
        studies=queries.mine(actor, today=clock.today()),
        courses=queries.my_courses(actor),
        learns=learns_here(actor),
        words=labels,
    )


@bp.get("")
@requires(Permission.VIEW_REQUIRED_STUDY)
def index() -> ResponseReturnValue:
    """Every required study of the congress, the newest first."""
    studies = access.studies(db.session(), actor=current_actor())
    return render_template("learning/required/index.html", studies=studies, words=labels)


@bp.get("/new")
@requires(Permission.SET_REQUIRED_STUDY)
def new() -> ResponseReturnValue:
    """Choose courses, deputies and a last day; what was chosen before comes along in the address."""
    chosen = MultiDict(request.args) if request.args else None
    return render_template(NEW, form=_form(chosen))


@bp.get("/preview")
@requires(Permission.SET_REQUIRED_STUDY)
def preview() -> ResponseReturnValue:
    """Of how many deputies it would be asked."""
    form = _form(MultiDict(request.args))
    if not form.validate():
        return invalid(NEW, form=form)
    return _preview(form)


@bp.post("")
@requires(Permission.SET_REQUIRED_STUDY)
def set_study() -> ResponseReturnValue:
    """It is asked from today on."""
    form = RequiredStudyForm(*_choices())
    if not form.validate():
        return invalid(NEW, form=form)
    try:
        public_id = operations.set_required_study(form.wish, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        return _refused(form, refusal)
    flash(_("The required study is set. Deputies see it on their home page."), "success")
    return see("required_study.show", public_id=public_id)


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_REQUIRED_STUDY)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """How it stands, or stood on a day: figures by unit, and the deputies by name."""
    page = read_page(public_id, current_actor(), number=page_number())
    return render_template(SHOW, page=page, words=labels), page.status


@bp.post("/<uuid:public_id>/list")
@requires(Permission.VIEW_REQUIRED_STUDY)
def export(public_id: uuid.UUID) -> ResponseReturnValue:
    """Just the deputies who are shown, as CSV. Taking names out is noted, hence a POST."""
    actor = current_actor()
    page = read_page(public_id, actor)
    if page.account is None:
        return render_template(SHOW, page=page, words=labels), page.status
    file = tempfile.TemporaryFile()  # noqa: SIM115  # The answer closes it.
    csv_files.write_csv(labels.table_of(page.study, page.deputies), file)
    file.seek(0)
    operations.note_export(page.study, actor=actor, now=clock.now())
    return download(file, file_name=f"required-study-{clock.today():%Y%m%d}.csv", media_type=csv_files.MEDIA_TYPE)


def _preview(form: RequiredStudyForm) -> ResponseReturnValue:
    session, actor, now = db.session(), current_actor(), clock.now()
    try:
        found = operations.preview(session, form.wish, actor=actor, now=now)
    except DomainError as refusal:
        return _refused(form, refusal)
    bodies = bodies_of(session, found.term)
    return render_template(PREVIEW, form=form, found=found, bodies=bodies, words=labels)


def _refused(form: RequiredStudyForm, refusal: DomainError) -> ResponseReturnValue:
    form.form_errors.append(refusal.message)
    return render_template(NEW, form=form), refusal.status


def _form(given: MultiDict[str, str] | None) -> RequiredStudyForm:
    """The form by GET: only the POST that sets the study carries a token."""
    return RequiredStudyForm(*_choices(), given, meta={"csrf": False})


def _choices() -> tuple[Sequence[Course], Sequence[ElectingBody]]:
    session, actor = db.session(), current_actor()
    return queries.open_courses(session, actor.congress_id), bodies_of(session, people.term(session, actor))
