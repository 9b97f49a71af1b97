"""Group viewings: a liaison records, a second person confirms."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.catalog import access as catalog
from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError, InvalidInput, NotFound
from lms.core.i18n import gettext as _
from lms.core.i18n import ngettext
from lms.core.pages import invalid, page_number, paginate, see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.viewings import access, operations
from lms.learning.viewings.forms import ViewingForm
from lms.learning.viewings.labels import VIEWING_STATE
from lms.records.evidence import EvidenceNotReadable, EvidenceTooLarge
from lms.records.handing_out import hand_out
from lms.records.unit import access as units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lms.catalog.models import Course
    from lms.learning.viewings.models import GroupViewing
    from lms.people.models import ElectingBody, Mandate

bp = Blueprint("group_viewings", __name__)

FORM = "learning/viewings/form.html"


@bp.get("/group-viewings")
@requires(Permission.CONFIRM_GROUP_VIEWINGS)
def index() -> ResponseReturnValue:
    """What waits to be confirmed, and what was."""
    actor = current_actor()
    page = paginate(access.viewings(actor), number=page_number())
    bodies = units.bodies(db.session(), actor=actor) if actor.can(Permission.RECORD_FOR_UNIT) else ()
    return render_template("learning/viewings/index.html", page=page, bodies=bodies, states=VIEWING_STATE)


@bp.get("/electing-bodies/<uuid:body_id>/group-viewings/courses")
@requires(Permission.RECORD_FOR_UNIT)
def courses(body_id: uuid.UUID) -> ResponseReturnValue:
    """Which course was taken together?"""
    body, actor = _body(body_id), current_actor()
    page = paginate(catalog.courses(actor), number=page_number())
    return render_template("learning/viewings/courses.html", page=page, body=body)


@bp.get("/electing-bodies/<uuid:body_id>/group-viewings/courses/<uuid:course_id>")
@requires(Permission.RECORD_FOR_UNIT)
def new(body_id: uuid.UUID, course_id: uuid.UUID) -> ResponseReturnValue:
    """Record a viewing of this course."""
    body, course, deputies = _choices(body_id, course_id)
    return render_template(FORM, form=ViewingForm.new(course, deputies), body=body, course=course)


@bp.post("/electing-bodies/<uuid:body_id>/group-viewings/courses/<uuid:course_id>")
@requires(Permission.RECORD_FOR_UNIT)
def record(body_id: uuid.UUID, course_id: uuid.UUID) -> ResponseReturnValue:
    """It is recorded, and waits for a second person."""
    body, course, deputies = _choices(body_id, course_id)
    form = ViewingForm(course, deputies)
    if not form.validate():
        return invalid(FORM, form=form, body=body, course=course)
    try:
        viewing = operations.record(
            uuid.UUID(form.key.data), body_id, form.gathering, actor=current_actor(), now=clock.now()
        )
    except (EvidenceTooLarge, EvidenceNotReadable) as refusal:
        form.evidence.errors = [refusal.message]
    except NotFound:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
    else:
        flash(_("Recorded. It counts once a second person has confirmed it."), "success")
        return see("group_viewings.show", public_id=viewing.public_id)
    body, course, _deputies = _choices(body_id, course_id)
    return render_template(FORM, form=form, body=body, course=course), InvalidInput.status


@bp.get("/group-viewings/<uuid:public_id>")
@requires(Permission.CONFIRM_GROUP_VIEWINGS)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One viewing."""
    viewing, actor = _viewing(public_id), current_actor()
    return render_template(
        "learning/viewings/show.html",
        viewing=viewing,
        state=VIEWING_STATE[viewing.state],
        may_confirm=access.may_confirm(viewing, actor),
        may_withdraw=actor.can_in(Permission.RECORD_FOR_UNIT, viewing.electing_body_id),
    )


@bp.post("/group-viewings/<uuid:public_id>/confirmation")
@requires(Permission.CONFIRM_GROUP_VIEWINGS)
def confirm(public_id: uuid.UUID) -> ResponseReturnValue:
    """The second person confirms."""
    completed = operations.confirm(public_id, actor=current_actor(), now=clock.now())
    if completed:
        words = ngettext("Confirmed; noted for %(num)d deputy.", "Confirmed; noted for %(num)d deputies.", completed)
        flash(words, "success")
    else:
        flash(_("It is confirmed; all had completed these lessons before."), "info")
    return see("group_viewings.show", public_id=public_id)


@bp.post("/group-viewings/<uuid:public_id>/withdrawal")
@requires(Permission.RECORD_FOR_UNIT)
def withdraw(public_id: uuid.UUID) -> ResponseReturnValue:
    """It is taken back before anybody confirmed it."""
    operations.withdraw(public_id, actor=current_actor(), now=clock.now())
    flash(_("The group viewing was withdrawn. Nothing was noted."), "success")
    return see("group_viewings.index")


@bp.get("/group-viewings/<uuid:public_id>/evidence")
@requires(Permission.CONFIRM_GROUP_VIEWINGS)
def proof(public_id: uuid.UUID) -> ResponseReturnValue:
    """The file that came with it."""
    viewing = _viewing(public_id)
    return hand_out((viewing.evidence_sha256, viewing.evidence_name))


def _body(public_id: uuid.UUID) -> ElectingBody:
    return units.body(db.session(), public_id, actor=current_actor())


def _choices(body_id: uuid.UUID, course_id: uuid.UUID) -> tuple[ElectingBody, Course, Sequence[Mandate]]:
    """The unit, an open course, and the unit's deputies."""
    body, course = _body(body_id), catalog.course(current_actor(), course_id)
    return body, course, units.deputies(db.session(), body)


def _viewing(public_id: uuid.UUID) -> GroupViewing:
    return access.viewing(db.session(), public_id, actor=current_actor())
