"""Drafts, and courses in whatever state, fetched for those who build courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.authoring.content import LessonContent, QuestionContent, files_of
from lms.catalog.authoring.models import CourseDraft
from lms.catalog.models import Course
from lms.core import blobs
from lms.core.database import db, lock_row
from lms.core.errors import NotFound
from lms.core.permissions import Permission

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from lms.core.blobs import Blob
    from lms.core.permissions import Actor


def draft(actor: Actor, public_id: uuid.UUID) -> CourseDraft:
    """One draft of the actor's congress.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = db.session.scalar(
        select(CourseDraft).where(CourseDraft.public_id == public_id, CourseDraft.congress_id == actor.congress_id)
    )
    if found is None or not actor.can(Permission.VIEW_DRAFT_COURSES):
        raise NotFound
    return found


def locked(session: Session, public_id: uuid.UUID, *, actor: Actor) -> CourseDraft:
    """The same, its row locked.

    Raises:
        NotFound: there is none that this actor may see.
    """
    return lock_row(session, CourseDraft, draft(actor, public_id).id)


def any_course(actor: Actor, public_id: uuid.UUID) -> Course:
    """A course of the actor's congress in whatever state, for those who build courses.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = db.session.scalar(
        select(Course).where(Course.public_id == public_id, Course.congress_id == actor.congress_id)
    )
    if found is None or not actor.can(Permission.VIEW_DRAFT_COURSES):
        raise NotFound
    return found


def lesson_of(draft: CourseDraft, key: str) -> LessonContent:
    """One lesson of a draft; raises NotFound."""
    for each in draft.said["lessons"]:
        if each["key"] == key:
            return each
    raise NotFound


def question_of(draft: CourseDraft, key: str) -> QuestionContent:
    """One question of a draft; raises NotFound."""
    for each in draft.said["questions"]:
        if each["key"] == key:
            return each
    raise NotFound


def file(draft: CourseDraft, sha256: str) -> Blob:
    """A file that a draft refers to; raises NotFound."""
    if sha256 not in files_of(draft.said):
        raise NotFound
    return blobs.find(sha256)


def course_by_key(session: Session, congress_id: int, key: str) -> Course:
    """The course that a draft has become."""
    return session.scalars(select(Course).where(Course.congress_id == congress_id, Course.key == key)).one()
