"""Checklists: the templates, one for each study session, and ticking off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.planning import subjects
from lms.planning.checklists import access, operations, queries
from lms.planning.checklists.forms import CopyForm, ItemForm, TemplateForm
from lms.planning.resources import access as bookables
from lms.planning.resources import labels

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("checklists", __name__, url_prefix="/planning/checklists", template_folder="../templates")

NEW, TEMPLATE, COPY = (f"planning/checklists/{name}.html" for name in ("new", "template", "copy"))


@bp.get("")
@requires(Permission.VIEW_PLANNING)
def index() -> ResponseReturnValue:
    """The checklists by the first day of what they are for, and the templates."""
    session, actor = db.session(), current_actor()
    return render_template(
        "planning/checklists/index.html",
        checklists=queries.recent(session, actor=actor, today=clock.today()),
        templates=access.templates(session, actor=actor),
        today=clock.today(),
    )


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_PLANNING)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """One checklist."""
    session = db.session()
    found = queries.one(session, access.checklist(session, public_id, actor=current_actor()))
    endpoint = subjects.endpoint(found.subject.kind)
    booked = bookables.bookings_for(session, found.subject.kind, found.subject.public_id)
    return render_template(
        "planning/checklists/show.html",
        dated=found,
        endpoint=endpoint,
        booked=booked,
        today=clock.today(),
        words=labels,
    )


@bp.post("/items/<uuid:item_id>/done")
@requires(Permission.MANAGE_PLANNING)
def tick(item_id: uuid.UUID) -> ResponseReturnValue:
    """It is done."""
    public_id = operations.tick(item_id, is_done=True, actor=current_actor(), now=clock.now())
    return see("checklists.show", public_id=public_id)


@bp.post("/items/<uuid:item_id>/not-done")
@requires(Permission.MANAGE_PLANNING)
def untick(item_id: uuid.UUID) -> ResponseReturnValue:
    """It is not done after all."""
    public_id = operations.tick(item_id, is_done=False, actor=current_actor(), now=clock.now())
    return see("checklists.show", public_id=public_id)


@bp.get("/new")
@requires(Permission.MANAGE_PLANNING)
def ask_copy() -> ResponseReturnValue:
    """Which template, for which study session?"""
    return render_template(COPY, form=_copy_form())


@bp.post("/new")
@requires(Permission.MANAGE_PLANNING)
def copy() -> ResponseReturnValue:
    """Make the checklist."""
    form = _copy_form()
    if form.validate():
        try:
            public_id = operations.copy(form.template_id, *form.subject_chosen, actor=current_actor(), now=clock.now())
        except DomainError as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash(_("The checklist is made."), "success")
            return see("checklists.show", public_id=public_id)
    return invalid(COPY, form=form)


@bp.get("/templates/new")
@requires(Permission.MANAGE_PLANNING)
def new_template() -> ResponseReturnValue:
    """What is it called?"""
    return render_template(NEW, form=TemplateForm())


@bp.post("/templates/new")
@requires(Permission.MANAGE_PLANNING)
def add_template() -> ResponseReturnValue:
    """Begin it."""
    form = TemplateForm()
    if form.validate():
        try:
            public_id = operations.add_template(form.name.data or "", actor=current_actor(), now=clock.now())
        except DomainError as refusal:
            form.name.errors = [refusal.message]
        else:
            return see("checklists.template", public_id=public_id)
    return invalid(NEW, form=form)


@bp.get("/templates/<uuid:public_id>")
@requires(Permission.MANAGE_PLANNING)
def template(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is to be done every time."""
    found = access.template(db.session(), public_id, actor=current_actor())
    return render_template(TEMPLATE, list_template=found, form=ItemForm())


@bp.post("/templates/<uuid:public_id>")
@requires(Permission.MANAGE_PLANNING)
def add_item(public_id: uuid.UUID) -> ResponseReturnValue:
    """One thing more."""
    found, form = access.template(db.session(), public_id, actor=current_actor()), ItemForm()
    if not form.validate():
        return invalid(TEMPLATE, list_template=found, form=form)
    operations.add_item(
        public_id,
        form.words.data or "",
        role=form.role.data or "",
        days_before=form.days_before.data or 0,
        actor=current_actor(),
        now=clock.now(),
    )
    return see("checklists.template", public_id=public_id)


@bp.post("/templates/<uuid:public_id>/items/<uuid:entry_id>/removal")
@requires(Permission.MANAGE_PLANNING)
def remove_item(public_id: uuid.UUID, entry_id: uuid.UUID) -> ResponseReturnValue:
    """One thing less."""
    operations.remove_item(public_id, entry_id, actor=current_actor(), now=clock.now())
    return see("checklists.template", public_id=public_id)


@bp.post("/templates/<uuid:public_id>/retirement")
@requires(Permission.MANAGE_PLANNING)
def retire_template(public_id: uuid.UUID) -> ResponseReturnValue:
    """Copy it no more."""
    operations.retire_template(public_id, actor=current_actor(), now=clock.now())
    flash(_("The template is copied no more. Checklists that were made of it stay."), "success")
    return see("checklists.index")


def _copy_form() -> CopyForm:
    session, actor, today = db.session(), current_actor(), clock.today()
    coming = subjects.between(session, actor.congress_id, today, today + queries.AHEAD)
    return CopyForm(access.templates(session, actor=actor, is_offered=True), coming)
