"""Study tasks for the organizer and the offices: the list, giving one, and how its units stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, render_template

from lms.core import clock
from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.core.pages import invalid, see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.required import queries as required
from lms.learning.tasks import access, labels, operations, overview
from lms.learning.tasks.forms import TaskForm
from lms.people import access as people
from lms.people.queries import bodies_of

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("study_tasks", __name__, url_prefix="/study-tasks", template_folder="../templates")

NEW = "learning/tasks/new.html"


@bp.get("")
@requires(Permission.VIEW_REQUIRED_STUDY)
def index() -> ResponseReturnValue:
    """The tasks of which I see a part, the newest first."""
    actor = current_actor()
    lines = overview.lines(db.session(), actor=actor)
    return render_template("learning/tasks/index.html", lines=lines, words=labels)


@bp.get("/new")
@requires(Permission.SET_REQUIRED_STUDY)
def new() -> ResponseReturnValue:
    """What is asked, of which units, and what satisfies it."""
    return render_template(NEW, form=_form())


@bp.post("")
@requires(Permission.SET_REQUIRED_STUDY)
def give() -> ResponseReturnValue:
    """It is given from today on."""
    form = _form()
    if not form.validate():
        return invalid(NEW, form=form)
    try:
        public_id = operations.give(form.wish, actor=current_actor(), now=clock.now())
    except DomainError as refusal:
        form.form_errors.append(refusal.message)
        # What was read before the refusal belongs to a transaction that is over.
        return render_template(NEW, form=form), refusal.status
    flash(_("The task is given. The liaisons of its units have been told."), "success")
    return see("study_tasks.show", public_id=public_id)


@bp.get("/<uuid:public_id>")
@requires(Permission.VIEW_REQUIRED_STUDY)
def show(public_id: uuid.UUID) -> ResponseReturnValue:
    """What is asked, and how each unit stands today."""
    session, actor = db.session(), current_actor()
    task, units = access.task(session, public_id, actor=actor)
    parts, total = overview.parts(session, task, units, actor=actor, today=clock.today(), now=clock.now())
    return render_template("learning/tasks/show.html", task=task, parts=parts, total=total, words=labels)


def _form() -> TaskForm:
    session, actor = db.session(), current_actor()
    term = people.term(session, actor)
    return TaskForm(required.open_courses(session, actor.congress_id), bodies_of(session, term))
