"""A draft as a deputy would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g, render_template

from lms.catalog.authoring import access, queries
from lms.catalog.authoring.views import checked
from lms.catalog.markdown import render
from lms.catalog.models import LessonKind
from lms.catalog.outline import labels
from lms.catalog.packages.queries import parts_of
from lms.catalog.views import DIGEST, send_blob
from lms.core import settings
from lms.core.errors import NotFound
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint(
    "draft_preview", __name__, url_prefix="/authoring/drafts/<uuid:draft_id>", template_folder="../templates"
)


@bp.get("/preview")
@requires(Permission.VIEW_DRAFT_COURSES)
def course(draft_id: uuid.UUID) -> ResponseReturnValue:
    """The page of the course, with its questions."""
    draft = access.draft(current_actor(), draft_id)
    source = checked(draft).source
    node = next((each for each in queries.outline_nodes(draft.congress_id) if each.key == source.node_key), None)
    return render_template("catalog/authoring/preview.html", draft=draft, course=source, node=node, words=labels)


@bp.get("/preview/lessons/<string(maxlength=60):lesson_key>")
@requires(Permission.VIEW_DRAFT_COURSES)
def lesson(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """The page of one lesson."""
    draft = access.draft(current_actor(), draft_id)
    source = checked(draft).source
    for number, found in enumerate(source.lessons, start=1):
        if found.key == lesson_key:
            if found.kind is LessonKind.PACKAGE:
                g.frames_from = settings.current().content_origin
            after = source.lessons[number] if number < len(source.lessons) else None
            return render_template(
                "catalog/authoring/preview_lesson.html",
                draft=draft,
                course=source,
                lesson=found,
                number=number,
                after=after,
                text=render(found.body),
                origin=settings.current().content_origin,
                parts=parts_of(found.media.sha256) if found.kind is LessonKind.PACKAGE and found.media else (),
            )
    raise NotFound


@bp.get(f"/files/<{DIGEST}:sha256>")
@requires(Permission.VIEW_DRAFT_COURSES)
def file(draft_id: uuid.UUID, sha256: str) -> ResponseReturnValue:
    """A video or captions that the draft refers to."""
    return send_blob(access.file(access.draft(current_actor(), draft_id), sha256))
