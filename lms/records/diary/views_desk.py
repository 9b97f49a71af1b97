"""The unit's side of the diary: notes to verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import heads
from lms.records.diary import access, labels, queries, verifying
from lms.records.diary.forms import ReturnForm
from lms.records.diary.models import DiaryNote, NoteState
from lms.records.handing_out import hand_out

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("diary_desk", __name__, url_prefix="/diary-notes")

RETURN = "records/diary/return.html"


@bp.get("")
@requires(Permission.VIEW_RECORDS_DESK)
def index() -> ResponseReturnValue:
    """The notes that wait, the oldest first, and then those that are done with."""
    # False sorts before true: what waits comes first.
    order = (DiaryNote.state != NoteState.SUBMITTED, DiaryNote.submitted_at, DiaryNote.id)
    page = paginate(access.submitted_notes(current_actor()).order_by(None).order_by(*order), number=page_number())
    session = db.session()
    return render_template(
        "records/diary/to_verify.html",
        page=page,
        titles=queries.titles(session, page.items),
        acted_for=queries.acted_for(session, page.items),
        states=labels.STATE,
        words=heads,
    )


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_RECORDS_DESK)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One note to decide on."""
    session, note = db.session(), _note(public_id)
    return render_template(
        "records/diary/verify.html",
        note=note,
        about=queries.about(session, note),
        file=queries.evidence_of(session, note),
        history=queries.history(session, note),
        waits=note.state is NoteState.SUBMITTED,
        may_decide=verifying.may_decide(session, note, current_actor()),
        states=labels.STATE,
        steps=labels.STEP,
        words=heads,
    )


@bp.post("/<uuid:public_id>/verification")
@requires(Permission.VIEW_RECORDS_DESK)
def verify(public_id: uuid.UUID) -> ResponseReturnValue:
    """It is right, and is entered."""
    verifying.verify(public_id, actor=current_actor(), now=clock.now())
    flash(_("The note is verified and entered."), "success")
    return see("diary_desk.index")


@bp.get("/<uuid:public_id>/return")
@requires(Permission.VIEW_RECORDS_DESK)
def new_return(public_id: uuid.UUID) -> ResponseReturnValue:
    """Say what should be mended."""
    return render_template(RETURN, note=_note(public_id), form=ReturnForm())


@bp.post("/<uuid:public_id>/return")
@requires(Permission.VIEW_RECORDS_DESK)
def send_back(public_id: uuid.UUID) -> ResponseReturnValue:
    """It goes back to the deputy."""
    note, form = _note(public_id), ReturnForm()
    if not form.validate():
        return invalid(RETURN, note=note, form=form)
    verifying.send_back(public_id, form.reason.data or "", actor=current_actor(), now=clock.now())
    flash(_("The note was returned to the deputy with your reason."), "success")
    return see("diary_desk.index")


@bp.get("/<uuid:public_id>/evidence")
@requires(Permission.VIEW_RECORDS_DESK)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with it."""
    return hand_out(queries.evidence_of(db.session(), _note(public_id)))


def _note(public_id: uuid.UUID) -> DiaryNote:
    return access.submitted_note(db.session(), public_id, actor=current_actor())
