"""Lessons and questions of a draft: added, changed, moved, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar, cast

from lms.catalog.authoring.content import LessonContent, QuestionContent, new_key
from lms.catalog.authoring.operations.drafts import must_be_as_seen, writing
from lms.catalog.authoring.refusals import TooMuch
from lms.catalog.models import LessonKind
from lms.core.errors import NotFound

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.catalog.authoring.content import Content
    from lms.core.permissions import Actor

MOST_LESSONS = 50
MOST_QUESTIONS = 200

Section = Literal["lessons", "questions"]
Part = TypeVar("Part", LessonContent, QuestionContent)


def add_lesson(draft_id: uuid.UUID, kind: LessonKind, title: str, text: str, *, actor: Actor, now: datetime) -> str:
    """Add a lesson at the end; returns its key. `text` is what is read, or the transcript of a video.

    Raises:
        NotFound, NotBeingWritten, TooMuch.
    """
    key = new_key("lesson")
    with writing(draft_id, actor=actor, now=now) as content:
        if len(content["lessons"]) >= MOST_LESSONS:
            raise TooMuch(most=MOST_LESSONS)
        lesson = LessonContent(key=key, kind=kind.value, title=title)
        content["lessons"].append(_worded(lesson, title, text))
    return key


def save_lesson(
    draft_id: uuid.UUID,
    key: str,
    title: str,
    text: str,
    *,
    seen: str,
    actor: Actor,
    now: datetime,
    minutes: int | None = None,
) -> None:
    """Say anew what a lesson says, and of a package how many minutes it takes; its files stay.

    Raises:
        NotFound, NotBeingWritten, ChangedMeanwhile.
    """
    with writing(draft_id, actor=actor, now=now) as content:
        index = _index(content["lessons"], key)
        must_be_as_seen(content["lessons"][index], seen)
        content["lessons"][index] = _worded(content["lessons"][index], title, text, minutes)


def add_question(draft_id: uuid.UUID, question: QuestionContent, *, actor: Actor, now: datetime) -> str:
    """Add a question at the end, under a new key, which is returned.

    Raises:
        NotFound, NotBeingWritten, TooMuch.
    """
    key = new_key("question")
    with writing(draft_id, actor=actor, now=now) as content:
        append_questions(content, [{**question, "key": key}])
    return key


def append_questions(content: Content, questions: list[QuestionContent]) -> None:
    """Add questions at the end; raises TooMuch."""
    if len(content["questions"]) + len(questions) > MOST_QUESTIONS:
        raise TooMuch(most=MOST_QUESTIONS)
    content["questions"] += questions


def save_question(
    draft_id: uuid.UUID, key: str, question: QuestionContent, *, seen: str, actor: Actor, now: datetime
) -> None:
    """Ask a question otherwise, under the same key.

    Raises:
        NotFound, NotBeingWritten, ChangedMeanwhile.
    """
    with writing(draft_id, actor=actor, now=now) as content:
        index = _index(content["questions"], key)
        must_be_as_seen(content["questions"][index], seen)
        content["questions"][index] = {**question, "key": key}


def move(draft_id: uuid.UUID, section: Section, key: str, *, by: int, actor: Actor, now: datetime) -> None:
    """Move a lesson or question so many places towards the end; at the end of the list it stays where it is.

    Raises:
        NotFound, NotBeingWritten.
    """
    with writing(draft_id, actor=actor, now=now) as content:
        parts = cast("list[LessonContent]", content[section])
        index = _index(parts, key)
        parts.insert(max(0, index + by), parts.pop(index))


def remove(draft_id: uuid.UUID, section: Section, key: str, *, actor: Actor, now: datetime) -> None:
    """Take a lesson or question out. Questions of a lesson stay, and ask for another lesson.

    Raises:
        NotFound, NotBeingWritten.
    """
    with writing(draft_id, actor=actor, now=now) as content:
        parts = cast("list[LessonContent]", content[section])
        del parts[_index(parts, key)]


def _worded(lesson: LessonContent, title: str, text: str, minutes: int | None = None) -> LessonContent:
    if lesson["kind"] == LessonKind.VIDEO.value:
        return {**lesson, "title": title, "transcript": text}
    if lesson["kind"] == LessonKind.PACKAGE.value and minutes is not None:
        return {**lesson, "title": title, "text": text, "minutes": minutes}
    return {**lesson, "title": title, "text": text}


def _index(parts: list[Part], key: str) -> int:
    for index, part in enumerate(parts):
        if part["key"] == key:
            return index
    raise NotFound
