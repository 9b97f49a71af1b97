"""Drafts made for tests, and the three people that a course needs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.catalog.authoring.content import About, BasisContent, LecturerContent, QuestionContent, seal
from lms.catalog.authoring.models import CourseDraft
from lms.catalog.authoring.operations import drafts, files, parts, review
from lms.catalog.authoring.operations.drafts import about_of
from lms.catalog.models import LessonKind
from lms.core.database import db
from lms.core.permissions import Role
from tests.catalog.folders import CAPTIONS, film
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    import uuid

    from lms.core.permissions import Actor

ABOUT = About(
    title="怎样开展走访",
    summary="走访以前、走访之中、走访以后。",
    topic="联系群众",
    node="",
    audience="all",
    lecturer=LecturerContent(name="课程编写组", title=""),
    basis=[BasisContent(title="代表法", articles="第四十四条", as_of="2025-03-11")],
)
QUESTION = QuestionContent(
    key="",
    lesson="",
    kind="single",
    text="走访之前先做什么？",
    options=["拟订提纲", "通知媒体"],
    right=1,
    explanation="先想好要问什么。",
    source="代表法第四十四条",
)


@dataclass(frozen=True)
class People:
    """One of each, in one congress."""

    congress_id: int
    editor: Actor
    reviewer: Actor
    approver: Actor


def make_people() -> People:
    """An editor, a reviewer and an approver."""
    congress = make_congress()
    actors = {
        role.value: actor_of(make_staff(role, congress), role, congress_id=congress.id)
        for role in (Role.EDITOR, Role.REVIEWER, Role.APPROVER)
    }
    return People(congress.id, **actors)


def read(draft_id: uuid.UUID) -> CourseDraft:
    """The draft as it is now."""
    db.session.rollback()
    return db.session.scalars(
        select(CourseDraft).where(CourseDraft.public_id == draft_id).execution_options(populate_existing=True)
    ).one()


def make_draft(editor: Actor, **about: Any) -> uuid.UUID:
    """A draft with a reading and a question, that nothing is wrong with."""
    draft_id = drafts.start("走访", actor=editor, now=NOW).public_id
    seen = seal(about_of(read(draft_id).said))
    drafts.save_about(draft_id, About(**{**ABOUT, **about}), seen=seen, actor=editor, now=NOW)
    key = parts.add_lesson(draft_id, LessonKind.READING, "走访之前", "## 提纲\n\n想好要问什么。", actor=editor, now=NOW)
    parts.add_question(draft_id, {**QUESTION, "lesson": key}, actor=editor, now=NOW)
    return draft_id


def add_video(draft_id: uuid.UUID, editor: Actor, *, seconds: float = 60) -> str:
    """A video lesson with its film and its captions."""
    key = parts.add_lesson(draft_id, LessonKind.VIDEO, "看一次走访", "先听，再问。", actor=editor, now=NOW)
    files.put_video(draft_id, key, io.BytesIO(film(seconds)), actor=editor, now=NOW)
    files.put_captions(draft_id, key, CAPTIONS.encode(), actor=editor, now=NOW)
    return key


def publish(draft_id: uuid.UUID, people: People) -> None:
    """Take a draft through review and approval."""
    revision = read(draft_id).revision
    review.submit(draft_id, revision=revision, actor=people.editor, now=NOW)
    review.review(draft_id, revision=revision, actor=people.reviewer, now=NOW)
    review.approve(draft_id, revision=revision, actor=people.approver, now=NOW)
