"""Notes beside a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash

from lms.catalog import access
from lms.core import clock
from lms.core.i18n import gettext as _
from lms.core.pages import see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.notes import operations
from lms.learning.notes.forms import NoteForm
from lms.learning.views_lesson import lesson_page

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("lesson_notes", __name__)


@bp.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/notes")
@requires(Permission.LEARN)
def write(course_id: uuid.UUID, lesson_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a note."""
    actor, form = current_actor(), NoteForm()
    course = access.course(actor, course_id)
    lesson = access.lesson_of(course, lesson_id)
    if not form.validate():
        return lesson_page(course, lesson, note_form=form), 422
    operations.write(lesson, form.content.data or "", second=form.at, actor=actor, now=clock.now())
    flash(_("Your note is kept."), "success")
    return see("learning.lesson", course_id=course_id, lesson_id=lesson_id, _anchor="notes")


@bp.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/notes/<uuid:note_id>/removal")
@requires(Permission.LEARN)
def remove(course_id: uuid.UUID, lesson_id: uuid.UUID, note_id: uuid.UUID) -> ResponseReturnValue:
    """Take a note away."""
    operations.remove(note_id, actor=current_actor())
    flash(_("Your note is removed."), "success")
    return see("learning.lesson", course_id=course_id, lesson_id=lesson_id, _anchor="notes")
