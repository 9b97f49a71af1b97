"""Proposing a correction, and deciding on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import access as entries
from lms.records import words
from lms.records.corrections import access, operations, queries
from lms.records.corrections.forms import CorrectionForm
from lms.records.entries.views import line_of
from lms.records.forms import DecisionForm
from lms.records.handing_out import hand_out

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.records.corrections.models import Correction
    from lms.records.models import RecordEntry

bp = Blueprint("corrections", __name__, template_folder="../templates")


@bp.get("/records/entries/<uuid:entry_id>/corrections/new")
@requires(Permission.KEEP_RECORDS)
def new(entry_id: uuid.UUID) -> ResponseReturnValue:
    """What should this entry say?"""
    entry = entries.kept_entry(db.session(), entry_id, actor=current_actor())
    return _form_page(entry, CorrectionForm.of(line_of(entry)))


@bp.post("/records/entries/<uuid:entry_id>/corrections")
@requires(Permission.KEEP_RECORDS)
def propose(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Propose it."""
    actor, form = current_actor(), CorrectionForm()
    entry = entries.kept_entry(db.session(), entry_id, actor=actor)
    form.offer(queries.kinds_for(entry.kind, congress_id=entry.congress_id))
    if not form.validate():
        return _form_page(entry, form), 422
    try:
        reason = form.reason.data or ""
        made = operations.propose(entry_id, form.wanted, reason, form.proof, actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _form_page(entries.kept_entry(db.session(), entry_id, actor=actor), form), refusal.status
    flash(_("The correction is proposed. Another person decides on it."), "success")
    return see("corrections.show", public_id=made.public_id)


@bp.get("/records/corrections")
@requires(Permission.DECIDE_RECORDS)
def index() -> ResponseReturnValue:
    """What is proposed, and what was decided."""
    page = queries.corrections(current_actor(), number=page_number())
    return render_template("records/corrections.html", page=page, words=words)


@bp.get("/records/corrections/<uuid:public_id>")
@requires(Permission.DECIDE_RECORDS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What would be different, and why."""
    return _page(_correction(public_id), DecisionForm())


@bp.post("/records/corrections/<uuid:public_id>/decision")
@requires(Permission.DECIDE_RECORDS)
def decide(public_id: uuid.UUID) -> ResponseReturnValue:
    """Approve it or refuse it."""
    correction, form = _correction(public_id), DecisionForm()
    if not form.validate():
        return _page(correction, form), 422
    try:
        operations.decide(public_id, form.text, approves=form.approves, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _page(_correction(public_id), form), refusal.status
    flash(
        _("The correction is entered, and the deputy is told.") if form.approves else _("The correction is refused."),
        "success",
    )
    return see("corrections.show", public_id=public_id)


@bp.get("/records/corrections/<uuid:public_id>/evidence")
@requires(Permission.DECIDE_RECORDS)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with the proposal."""
    correction = _correction(public_id)
    return hand_out((correction.evidence_sha256, correction.evidence_name))


def _correction(public_id: uuid.UUID) -> Correction:
    return access.correction(db.session(), public_id, actor=current_actor())


def _form_page(entry: RecordEntry, form: CorrectionForm) -> str:
    form.offer(queries.kinds_for(entry.kind, congress_id=entry.congress_id))
    return render_template(
        "records/correction_new.html", entry=entry, mandate=entry.mandate, line=line_of(entry), form=form, words=words
    )


def _page(correction: Correction, form: DecisionForm) -> str:
    entry = entries.entry_for_office(
        db.session(), correction.entry.public_id, actor=current_actor(), permission=Permission.DECIDE_RECORDS
    )
    return render_template(
        "records/correction.html",
        correction=correction,
        entry=entry,
        mandate=entry.mandate,
        line=line_of(entry),
        is_mine=correction.proposed_by == current_actor().account_id,
        form=form,
        words=words,
    )
