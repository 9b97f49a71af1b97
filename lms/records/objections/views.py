"""Objections: the deputy's own way, and the office's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.clock import local_date
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import access as entries
from lms.records import words
from lms.records.corrections.queries import kinds_for
from lms.records.deadlines import deadline
from lms.records.entries.views import line_of
from lms.records.handing_out import hand_out
from lms.records.objections import access, operations, queries
from lms.records.objections.forms import AnswerForm, MissingForm, ObjectionForm

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.records.models import RecordEntry
    from lms.records.objections.models import Objection

bp = Blueprint("objections", __name__, template_folder="../templates")


@bp.get("/record/objections")
@requires(Permission.VIEW_OWN_RECORD)
def own() -> ResponseReturnValue:
    """My objections."""
    page = queries.of_deputy(current_actor(), number=page_number())
    return render_template("records/objections_own.html", page=page, words=words)


@bp.get("/record/entries/<uuid:entry_id>/objections/new")
@requires(Permission.VIEW_OWN_RECORD)
def new(entry_id: uuid.UUID) -> ResponseReturnValue:
    """What is wrong with this entry?"""
    return _form_page(entries.own_entry(db.session(), entry_id, actor=current_actor()), ObjectionForm())


@bp.post("/record/entries/<uuid:entry_id>/objections")
@requires(Permission.VIEW_OWN_RECORD)
def file(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Object to it."""
    actor, form = current_actor(), ObjectionForm()
    entry = entries.own_entry(db.session(), entry_id, actor=actor)
    if not form.validate():
        return _form_page(entry, form), 422
    try:
        text = form.text.data or ""
        made = operations.file_about_entry(entry_id, text, form.proof, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _form_page(entries.own_entry(db.session(), entry_id, actor=actor), form), refusal.status
    return _filed(made)


@bp.get("/record/objections/new")
@requires(Permission.VIEW_OWN_RECORD)
def new_missing() -> ResponseReturnValue:
    """What is missing?"""
    return render_template("records/objection_missing.html", form=MissingForm())


@bp.post("/record/objections")
@requires(Permission.VIEW_OWN_RECORD)
def file_missing() -> ResponseReturnValue:
    """Say that something is missing."""
    actor, form = current_actor(), MissingForm()
    day = form.happened_on.data
    if not form.validate() or day is None:
        return render_template("records/objection_missing.html", form=form), 422
    try:
        text = form.text.data or ""
        made = operations.file_about_missing(day, text, form.proof, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return render_template("records/objection_missing.html", form=form), refusal.status
    return _filed(made)


@bp.get("/record/objections/<uuid:public_id>")
@requires(Permission.VIEW_OWN_RECORD)
def mine(public_id: uuid.UUID) -> ResponseReturnValue:
    """Where my objection stands."""
    objection = access.own(db.session(), public_id, actor=current_actor())
    return render_template("records/objection_own.html", **_shown(objection, is_own=True))


@bp.get("/record/objections/<uuid:public_id>/evidence")
@requires(Permission.VIEW_OWN_RECORD)
def own_proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that I handed in."""
    return _file(access.own(db.session(), public_id, actor=current_actor()))


@bp.get("/records/objections")
@requires(Permission.VIEW_RECORDS_DESK)
def index() -> ResponseReturnValue:
    """What waits for an answer, and what was answered."""
    page = queries.of_desk(current_actor(), number=page_number())
    today = clock.today()
    due = {each.id: deadline(local_date(each.filed_at)) for each in page.items if each.is_open}
    return render_template("records/objections.html", page=page, due=due, today=today, words=words)


@bp.get("/records/objections/<uuid:public_id>")
@requires(Permission.VIEW_RECORDS_DESK)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What the deputy says, what stands in the record, and the answer."""
    objection = _of_office(public_id)
    return _page(objection, _answer_form(objection))


@bp.post("/records/objections/<uuid:public_id>/answer")
@requires(Permission.DECIDE_RECORDS)
def answer(public_id: uuid.UUID) -> ResponseReturnValue:
    """Uphold it or not, with a reason."""
    actor, now, objection = current_actor(), clock.now(), _of_office(public_id)
    form = AnswerForm(is_about_entry=objection.entry_id is not None)
    _offer(form, objection)
    if not form.validate():
        return _page(objection, form), 422
    try:
        reason = form.reason.data or ""
        if form.upholds:
            operations.uphold(public_id, form.wanted, reason, actor=actor, now=now)
        else:
            operations.reject(public_id, reason, actor=actor, now=now)
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _page(_of_office(public_id), form), refusal.status
    flash(_("The objection is answered, and the deputy is told."), "success")
    return see("objections.show", public_id=public_id)


@bp.get("/records/objections/<uuid:public_id>/evidence")
@requires(Permission.DECIDE_RECORDS)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that the deputy handed in."""
    return _file(_of_office(public_id))


def _filed(objection: Objection) -> ResponseReturnValue:
    flash(_("Your objection is filed. Another officer looks at it and answers with a reason."), "success")
    return see("objections.mine", public_id=objection.public_id)


def _of_office(public_id: uuid.UUID) -> Objection:
    return access.of_office(db.session(), public_id, actor=current_actor())


def _file(objection: Objection) -> ResponseReturnValue:
    return hand_out((objection.evidence_sha256, objection.evidence_name))


def _answer_form(objection: Objection) -> AnswerForm:
    if objection.entry is not None:
        return AnswerForm.about(line_of(objection.entry))
    return AnswerForm(is_about_entry=False, data={"occurred_on": objection.happened_on})


def _offer(form: AnswerForm, objection: Objection) -> None:
    kind = objection.entry.kind if objection.entry else None
    form.offer(kinds_for(kind, congress_id=objection.congress_id))


def _shown(objection: Objection, *, is_own: bool = False) -> dict[str, object]:
    """What both pages of an objection show."""
    line = line_of(objection.entry, is_own=is_own) if objection.entry else None
    due = deadline(local_date(objection.filed_at))
    return {"objection": objection, "line": line, "due": due, "today": clock.today(), "words": words}


def _page(objection: Objection, form: AnswerForm) -> str:
    _offer(form, objection)
    return render_template(
        "records/objection.html", form=form, mandate=objection.mandate, is_open=objection.is_open, **_shown(objection)
    )


def _form_page(entry: RecordEntry, form: ObjectionForm) -> str:
    return render_template("records/objection_new.html", line=line_of(entry, is_own=True), form=form, words=words)
