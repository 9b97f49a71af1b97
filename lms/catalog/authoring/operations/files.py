"""Video and captions of a lesson: checked before they are kept, so that a bad file changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from lms.catalog.authoring import access
from lms.catalog.authoring.operations.drafts import hold_files, writing_in
from lms.catalog.authoring.refusals import BadCaptions, BadVideo, VideoFirst
from lms.catalog.captions import read_captions
from lms.catalog.models import LessonKind
from lms.catalog.rules import NOT_UTF8, video_faults
from lms.core.blobs import open_blob, put, stage
from lms.core.errors import NotFound
from lms.core.i18n import gettext

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.catalog.authoring.content import LessonContent
    from lms.core.permissions import Actor

MOST_CAPTION_BYTES = 1 << 20
MOST_REASONS = 20


def put_video(draft_id: uuid.UUID, key: str, file: BinaryIO, *, actor: Actor, now: datetime) -> None:
    """Take a video in for a lesson, in place of the one before.

    Raises:
        BadVideo: it cannot be played everywhere, by the rules of a course folder.
        NotFound, NotBeingWritten.
    """
    _duration_ms, found = video_faults(file)
    if found:
        raise BadVideo(reason=" ".join(gettext(template, **words) for template, words in found))
    file.seek(0)
    with stage(file) as staged, writing_in(draft_id, actor=actor, now=now) as (session, draft, content):
        lesson = _video_lesson(content["lessons"], key)
        lesson["media"] = put(session, staged, "video/mp4", now=now).sha256
        hold_files(session, draft, {lesson["media"]})


def put_captions(draft_id: uuid.UUID, key: str, data: bytes, *, actor: Actor, now: datetime) -> None:
    """Take captions in for a lesson that has its video.

    Raises:
        VideoFirst: there is nothing to check them against.
        BadCaptions: what is wrong, by line.
        NotFound, NotBeingWritten.
    """
    lesson = _video_lesson(access.draft(actor, draft_id).said["lessons"], key)
    if not lesson.get("media"):
        raise VideoFirst
    _check(data, _duration_ms(lesson["media"]))
    with writing_in(draft_id, actor=actor, now=now) as (session, draft, content):
        lesson = _video_lesson(content["lessons"], key)
        lesson["captions"] = put(session, data, "text/vtt", now=now).sha256
        hold_files(session, draft, {lesson["captions"]})


def _check(data: bytes, duration_ms: int) -> None:
    if len(data) > MOST_CAPTION_BYTES:
        raise BadCaptions([gettext("The text is longer than %(longest)d characters.", longest=MOST_CAPTION_BYTES)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCaptions([gettext(NOT_UTF8)]) from None
    problems = read_captions(text, file="", duration_ms=duration_ms)[1]
    if problems:
        raise BadCaptions(
            [
                gettext("Line %(line)d: %(fault)s", line=each.line, fault=gettext(each.template, **each.params))
                for each in problems[:MOST_REASONS]
            ]
        )


def _duration_ms(sha256: str) -> int:
    try:
        with open_blob(sha256) as file:
            return video_faults(file)[0]
    except FileNotFoundError:
        raise VideoFirst from None


def _video_lesson(lessons: list[LessonContent], key: str) -> LessonContent:
    for lesson in lessons:
        if lesson["key"] == key and lesson["kind"] == LessonKind.VIDEO.value:
            return lesson
    raise NotFound
