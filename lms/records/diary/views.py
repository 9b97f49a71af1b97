"""The deputy's diary."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template, request

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import heads
from lms.records.diary import access, labels, operations, queries
from lms.records.diary.forms import NoteForm
from lms.records.diary.models import EDITABLE
from lms.records.diary.refusals import NotThatStep
from lms.records.evidence import EvidenceNotReadable, EvidenceTooLarge
from lms.records.handing_out import hand_out
from lms.records.kinds.entering import open_kinds
from lms.records.models import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.records.diary.models import DiaryNote
    from lms.records.models import EntryKind

bp = Blueprint("diary", __name__, url_prefix="/diary")

FORM = "records/diary/form.html"


@bp.get("")
@requires(Permission.VIEW_OWN_RECORD)
def index() -> ResponseReturnValue:
    """My notes."""
    page = paginate(access.own_notes(current_actor()), number=page_number())
    session = db.session()
    return render_template(
        "records/diary/index.html",
        page=page,
        titles=queries.titles(session, page.items),
        acted_for=queries.acted_for(session, page.items),
        states=labels.STATE,
        words=heads,
    )


@bp.get("/new")
@requires(Permission.VIEW_OWN_RECORD)
def new() -> ResponseReturnValue:
    """Write a note."""
    return render_template(FORM, form=NoteForm.new(_kinds()), note=None)


@bp.post("")
@requires(Permission.VIEW_OWN_RECORD)
def write() -> ResponseReturnValue:
    """It is kept as a draft, or submitted."""
    form = NoteForm(_kinds())
    if not form.validate():
        return invalid(FORM, form=form, note=None)
    submits = request.form.get("then") == "submit"
    key, actor = uuid.UUID(form.key.data), current_actor()
    try:
        operations.write(key, form.writing, submits=submits, actor=actor, now=clock.now())
    except NotThatStep:
        # The same form a second time: the note that it became says the rest, if it is the actor's at all.
        return see("diary.show", public_id=key)
    except (EvidenceTooLarge, EvidenceNotReadable) as refusal:
        form.evidence.errors = [refusal.message]
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
    else:
        flash(_("Your unit is asked to verify the note.") if submits else _("The draft is kept."), "success")
        return see("diary.show", public_id=key)
    return render_template(FORM, form=form, note=None), InvalidInput.status


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_OWN_RECORD)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One note, where it stands and what can be done."""
    session, note = db.session(), _note(public_id)
    return render_template(
        "records/diary/show.html",
        note=note,
        about=queries.about(session, note),
        file=queries.evidence_of(session, note),
        history=queries.history(session, note),
        is_editable=note.state in EDITABLE,
        states=labels.STATE,
        steps=labels.STEP,
        words=heads,
    )


@bp.get("/<uuid:public_id>/form")
@requires(Permission.VIEW_OWN_RECORD)
def edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft or a returned note."""
    note = _note(public_id)
    if note.state not in EDITABLE:
        raise NotThatStep
    return render_template(FORM, form=NoteForm.of(note, _kinds()), note=note)


@bp.post("/<uuid:public_id>/submission")
@requires(Permission.VIEW_OWN_RECORD)
def submit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the unit to verify it."""
    operations.submit(public_id, actor=current_actor(), now=clock.now())
    flash(_("Your unit is asked to verify the note."), "success")
    return see("diary.show", public_id=public_id)


@bp.post("/<uuid:public_id>/withdrawal")
@requires(Permission.VIEW_OWN_RECORD)
def withdraw(public_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back."""
    operations.withdraw(public_id, actor=current_actor(), now=clock.now())
    flash(_("The note was withdrawn, and what it said is gone."), "success")
    return see("diary.index")


@bp.get("/<uuid:public_id>/evidence")
@requires(Permission.VIEW_OWN_RECORD)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with it."""
    return hand_out(queries.evidence_of(db.session(), _note(public_id)))


def _note(public_id: uuid.UUID) -> DiaryNote:
    return access.own_note(db.session(), public_id, actor=current_actor())


def _kinds() -> Sequence[EntryKind]:
    return open_kinds(db.session(), congress_id=current_actor().congress_id, source=Source.DIARY)
