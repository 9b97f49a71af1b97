"""The page of a lesson, which several views show: the lesson's own, and those that take a form beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import g, render_template

from lms.catalog import access
from lms.catalog.captions import read_captions
from lms.catalog.markdown import render
from lms.catalog.packages.queries import parts_of
from lms.core import settings
from lms.core.blobs import open_blob
from lms.core.permissions import Permission, current_actor
from lms.learning import queries
from lms.learning.notes.forms import NoteForm
from lms.learning.notes.queries import own_notes
from lms.learning.packages.parts import PART_STATE, part_states, where_to_go_on
from lms.learning.watched_seconds import runs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lms.catalog.captions import Cue
    from lms.catalog.models import Course, Lesson
    from lms.core.permissions import Actor


LONGEST_MS = 24 * 3600 * 1000  # What sync has checked against the film needs no second check.


def lesson_page(course: Course, lesson: Lesson, *, note_form: NoteForm | None = None) -> str:
    """One lesson: a text to read, or a video with captions and transcript; with the reader's own notes."""
    actor = current_actor()
    context = {
        "course": course,
        "lesson": lesson,
        "after": access.next_lesson(course, lesson),
        "progress": queries.progress(actor, course),
        "learns": learns_here(actor, course),
        "text": render(lesson.body),
        "notes": own_notes(actor, lesson),
        "note_form": note_form or NoteForm(formdata=None),
    }
    if lesson.is_package:
        return _package_page(actor, lesson, context)
    if not lesson.is_video:
        return render_template("learning/reading.html", **context)
    watched = queries.watched(actor, lesson)
    cues = cues_of(lesson.captions_sha256) if lesson.captions_sha256 else ()
    runs = list(runs_of(watched.seconds))
    return render_template("learning/video.html", watched=watched, runs=runs, cues=cues, **context)


def _package_page(actor: Actor, lesson: Lesson, context: Mapping[str, object]) -> str:
    """A package: the frame in which it runs, and the list of its parts if it has several."""
    g.frames_from = settings.current().content_origin
    parts = parts_of(lesson.media_sha256)
    states = part_states(actor, parts)
    shown = {"origin": g.frames_from, "parts": parts, "states": states, "part_words": PART_STATE}
    return render_template("learning/package.html", first=where_to_go_on(parts, states), **shown, **context)


def learns_here(actor: Actor, course: Course | None = None) -> bool:
    """Whether what this actor does here is noted: in person, with the right to learn, in a course that is open."""
    is_open = course is None or course.is_open
    return actor.can(Permission.LEARN) and actor.acting_for is None and actor.person_id is not None and is_open


@lru_cache(maxsize=64)
def cues_of(sha256: str) -> Sequence[Cue]:
    """The captions of a file; a digest always names the same ones. None where the file is lost."""
    try:
        with open_blob(sha256) as file:
            text = file.read().decode()
    except FileNotFoundError:
        return ()
    cues, _problems = read_captions(text, file=sha256, duration_ms=LONGEST_MS)
    return tuple(cues)
