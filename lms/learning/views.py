"""Courses as a person takes them: the list, a course, its lessons, and the player's two addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from lms.catalog import access
from lms.catalog.models import Audience
from lms.catalog.outline import labels
from lms.catalog.outline.queries import place
from lms.catalog.outline.shelves import find, shelves
from lms.core import settings
from lms.core.clock import now, today
from lms.core.i18n import gettext as _
from lms.core.pages import page_number, see
from lms.core.permissions import Permission, current_actor, requires
from lms.learning import queries
from lms.learning.forms import parse_beat, parse_player
from lms.learning.operations.beats import accept_beat
from lms.learning.operations.playback import start_playback
from lms.learning.operations.reading import confirm_reading
from lms.learning.refusals import BadBeat
from lms.learning.required.queries import open_for
from lms.learning.self_test.queries import count as questions_asked
from lms.learning.viewings.queries import taken_together
from lms.learning.views_lesson import learns_here, lesson_page
from lms.learning.watched_seconds import runs_of

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue


bp = Blueprint("learning", __name__, template_folder="templates")

MOST_JSON_BYTES = 16 * 1024


@bp.get("/courses")
@requires(Permission.VIEW_CATALOG)
def index() -> ResponseReturnValue:
    """The list of courses, by topic; of one topic, below one node of the outline, or for one audience."""
    actor = current_actor()
    tree, node = shelves(actor), request.args.get("node")
    shelf, audience = find(tree, node), request.args.get("audience", type=Audience)
    nodes = (shelf.keys if shelf else frozenset()) if node else None
    wanted = access.courses(actor, topic=request.args.get("topic"), nodes=nodes, audience=audience)
    page = queries.cards(actor, wanted, number=page_number())
    return render_template(
        "learning/index.html",
        page=page,
        by_topic=queries.by_topic(page.items),
        topics=queries.topics(actor),
        shelves=tree,
        shelf=shelf,
        audience=audience,
        words=labels,
        learns=learns_here(actor),
        asked=open_for(actor, today=today()),
    )


@bp.get("/courses/<uuid:course_id>")
@requires(Permission.VIEW_CATALOG)
def course(course_id: uuid.UUID) -> ResponseReturnValue:
    """What a course is about, what it rests on, and its lessons."""
    actor = current_actor()
    found = access.course(actor, course_id)
    progress = queries.progress(actor, found)
    return render_template(
        "learning/course.html",
        course=found,
        bases=access.bases(found),
        place=place(found),
        words=labels,
        progress=progress,
        together=taken_together(actor, found) if progress.done else {},
        learns=learns_here(actor, found),
        questions=questions_asked(found),
    )


@bp.get("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>")
@requires(Permission.VIEW_CATALOG)
def lesson(course_id: uuid.UUID, lesson_id: uuid.UUID) -> ResponseReturnValue:
    """One lesson: a text to read, or a video with captions and transcript."""
    found = access.course(current_actor(), course_id)
    return lesson_page(found, access.lesson_of(found, lesson_id))


@bp.post("/courses/<uuid:course_id>/lessons/<uuid:lesson_id>/reading")
@requires(Permission.LEARN)
def reading(course_id: uuid.UUID, lesson_id: uuid.UUID) -> ResponseReturnValue:
    """“I have read it.”"""
    actor = current_actor()
    found = access.lesson_of(access.course(actor, course_id), lesson_id)
    if not confirm_reading(found, actor=actor, now=now()):  # Else the course's page itself brings the good news.
        flash(_("Noted: you have read this lesson."), "success")
    return see("learning.course", course_id=course_id)


@bp.post("/learning/lessons/<uuid:lesson_id>/playback")
@requires(Permission.LEARN)
def playback(lesson_id: uuid.UUID) -> ResponseReturnValue:
    """A player starts, or takes over from another one."""
    actor = current_actor()
    found = access.lesson(actor, lesson_id)
    started = start_playback(found, player=parse_player(_sent()), actor=actor, now=now())
    return {
        "token": str(started.token),
        "took_over": started.took_over,
        "watched": list(runs_of(started.watched)),
        "position": started.position,
        "is_complete": started.is_complete,
        "beat_seconds": settings.current().beat_seconds,
        "lease_seconds": settings.current().lease_seconds,
    }


@bp.post("/learning/playback/beats")
@requires(Permission.LEARN)
def beats() -> ResponseReturnValue:
    """What a player has played since the last answer."""
    answer = accept_beat(parse_beat(_sent()), actor=current_actor(), now=now())
    return {
        "accepted": answer.accepted,
        "watched_seconds": answer.watched_seconds,
        "is_complete": answer.is_complete,
        "completed_course": answer.completed_course,
        "lease_ended": answer.lease_ended,
    }


def _sent() -> Any:
    """The JSON of a request; None if it is none."""
    if (request.content_length or 0) > MOST_JSON_BYTES:
        raise RequestEntityTooLarge
    try:
        return request.get_json(silent=True)
    except RecursionError:
        raise BadBeat from None
