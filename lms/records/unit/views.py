"""A unit's staff records what its deputies did: form, second look, entry; and what was recorded before."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, InvalidInput, NotFound
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.records import heads
from lms.records.evidence import EvidenceNotReadable, EvidenceTooLarge
from lms.records.handing_out import hand_out
from lms.records.kinds.entering import open_kinds
from lms.records.models import Source
from lms.records.unit import access, operations, queries
from lms.records.unit.forms import RecordingForm
from lms.records.unit.refusals import RecordedAlready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.people.models import ElectingBody, Mandate
    from lms.records.models import EntryKind
    from lms.records.unit.models import UnitRecording

bp = Blueprint("unit_recordings", __name__)

FORM = "records/unit/form.html"


@bp.get("/unit-recordings")
@requires(Permission.RECORD_FOR_UNIT)
def index() -> ResponseReturnValue:
    """What was recorded for my unit."""
    actor = current_actor()
    page = paginate(access.recordings(actor), number=page_number())
    bodies = access.bodies(db.session(), actor=actor)
    titles = queries.titles(db.session(), page.items)
    return render_template("records/unit/index.html", page=page, titles=titles, bodies=bodies, words=heads)


@bp.get("/electing-bodies/<uuid:body_id>/recordings/new")
@requires(Permission.RECORD_FOR_UNIT)
def new(body_id: uuid.UUID) -> ResponseReturnValue:
    """Record an activity."""
    body = _body(body_id)
    return render_template(FORM, form=RecordingForm.new(*_choices(body)), body=body)


@bp.post("/electing-bodies/<uuid:body_id>/recordings")
@requires(Permission.RECORD_FOR_UNIT)
def draft(body_id: uuid.UUID) -> ResponseReturnValue:
    """It is kept to be looked at once more."""
    body = _body(body_id)
    form = RecordingForm(*_choices(body))
    if not form.validate():
        return invalid(FORM, form=form, body=body)
    key, actor = uuid.UUID(form.key.data), current_actor()
    try:
        operations.draft(key, body_id, form.activity, actor=actor, now=clock.now())
    except RecordedAlready:
        return see("unit_recordings.show", public_id=key)
    except (EvidenceTooLarge, EvidenceNotReadable) as refusal:
        form.evidence.errors = [refusal.message]
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
    else:
        return see("unit_recordings.show", public_id=key)
    return render_template(FORM, form=form, body=_body(body_id)), InvalidInput.status


@bp.get("/unit-recordings/<uuid:public_id>")
@requires(Permission.RECORD_FOR_UNIT)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """A draft to be looked at, or what was entered."""
    session, recording = db.session(), _recording(public_id)
    about = queries.about(session, recording)
    file = queries.evidence_of(session, recording)
    return render_template("records/unit/show.html", recording=recording, about=about, file=file, words=heads)


@bp.get("/unit-recordings/<uuid:public_id>/form")
@requires(Permission.RECORD_FOR_UNIT)
def edit(public_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft."""
    recording = _recording(public_id)
    if recording.posted_at is not None:
        raise RecordedAlready
    body = recording.electing_body
    return render_template(FORM, form=RecordingForm.of(recording, *_choices(body)), body=body, recording=recording)


@bp.post("/unit-recordings/<uuid:public_id>/posting")
@requires(Permission.RECORD_FOR_UNIT)
def post(public_id: uuid.UUID) -> ResponseReturnValue:
    """It is entered."""
    new = operations.post(public_id, actor=current_actor(), now=clock.now())
    if new:
        flash(ngettext("%(num)d entry was made.", "%(num)d entries were made.", new), "success")
    else:
        flash(_("This was entered already; nothing was entered twice."), "info")
    return see("unit_recordings.show", public_id=public_id)


@bp.post("/unit-recordings/<uuid:public_id>/disposal")
@requires(Permission.RECORD_FOR_UNIT)
def discard(public_id: uuid.UUID) -> ResponseReturnValue:
    """A draft is thrown away."""
    operations.discard(public_id, actor=current_actor(), now=clock.now())
    flash(_("The draft was thrown away. Nothing was entered."), "success")
    return see("unit_recordings.index")


@bp.get("/unit-recordings/<uuid:public_id>/evidence")
@requires(Permission.RECORD_FOR_UNIT)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with it."""
    return hand_out(queries.evidence_of(db.session(), _recording(public_id)))


def _body(public_id: uuid.UUID) -> ElectingBody:
    return access.body(db.session(), public_id, actor=current_actor())


def _recording(public_id: uuid.UUID) -> UnitRecording:
    return access.recording(db.session(), public_id, actor=current_actor())


def _choices(body: ElectingBody) -> tuple[Sequence[EntryKind], Sequence[Mandate]]:
    """The kinds that a unit may enter, and the unit's deputies."""
    session = db.session()
    kinds = open_kinds(session, congress_id=body.congress_id, source=Source.UNIT)
    return kinds, access.deputies(session, body)
