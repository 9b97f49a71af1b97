"""Proposing an erasure, and deciding on one."""

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
from lms.records.corrections import queries
from lms.records.entries.views import line_of
from lms.records.erasures import access, operations
from lms.records.erasures.forms import ErasureForm
from lms.records.forms import DecisionForm

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.records.erasures.models import ErasureProposal
    from lms.records.models import RecordEntry

bp = Blueprint("erasures", __name__, template_folder="../templates")


@bp.get("/records/entries/<uuid:entry_id>/erasures/new")
@requires(Permission.KEEP_RECORDS)
def new(entry_id: uuid.UUID) -> ResponseReturnValue:
    """On which ground should the details go?"""
    return _form_page(entries.kept_entry(db.session(), entry_id, actor=current_actor()), ErasureForm())


@bp.post("/records/entries/<uuid:entry_id>/erasures")
@requires(Permission.KEEP_RECORDS)
def propose(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Propose it."""
    actor, form = current_actor(), ErasureForm()
    entry = entries.kept_entry(db.session(), entry_id, actor=actor)
    if not form.validate():
        return _form_page(entry, form), 422
    try:
        made = operations.propose(entry_id, form.chosen, form.reason.data or "", actor=actor, now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _form_page(entries.kept_entry(db.session(), entry_id, actor=actor), form), refusal.status
    flash(_("The erasure is proposed. Another person decides on it."), "success")
    return see("erasures.show", public_id=made.public_id)


@bp.get("/records/erasures")
@requires(Permission.DECIDE_RECORDS)
def index() -> ResponseReturnValue:
    """What is proposed, and what was decided."""
    page = queries.erasures(current_actor(), Permission.DECIDE_RECORDS, number=page_number())
    return render_template("records/erasures.html", page=page, words=words)


@bp.get("/records/erasures/<uuid:public_id>")
@requires(Permission.DECIDE_RECORDS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What would be erased, and why."""
    return _page(_proposal(public_id), DecisionForm())


@bp.post("/records/erasures/<uuid:public_id>/decision")
@requires(Permission.DECIDE_RECORDS)
def decide(public_id: uuid.UUID) -> ResponseReturnValue:
    """Erase for good, or refuse."""
    proposal, form = _proposal(public_id), DecisionForm()
    if not form.validate():
        return _page(proposal, form), 422
    try:
        operations.decide(public_id, form.text, approves=form.approves, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        return _page(_proposal(public_id), form), refusal.status
    flash(
        _("The details are erased, and the deputy is told.") if form.approves else _("The erasure is refused."),
        "success",
    )
    return see("erasures.show", public_id=public_id)


def _proposal(public_id: uuid.UUID) -> ErasureProposal:
    return access.proposal(db.session(), public_id, actor=current_actor())


def _form_page(entry: RecordEntry, form: ErasureForm) -> str:
    line = line_of(entry)
    return render_template(
        "records/erasure_new.html", entry=entry, mandate=entry.mandate, line=line, form=form, words=words
    )


def _page(proposal: ErasureProposal, form: DecisionForm) -> str:
    return render_template(
        "records/erasure.html",
        proposal=proposal,
        mandate=proposal.entry.mandate,
        line=line_of(proposal.entry),
        is_mine=proposal.proposed_by == current_actor().account_id,
        form=form,
        words=words,
    )
