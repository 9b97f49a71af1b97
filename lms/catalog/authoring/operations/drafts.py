"""Beginning a draft, and changing what it says."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.catalog.authoring import access
from lms.catalog.authoring.content import ABOUT, Content, content_of, empty, files_of, new_key, seal
from lms.catalog.authoring.models import MOVES, CourseDraft, DraftFile, DraftHand, DraftStep, Step
from lms.catalog.authoring.refusals import ChangedMeanwhile, DraftIsThere, NotBeingWritten
from lms.catalog.models import Course
from lms.core.database import lock_row, transaction
from lms.core.upsert import insert_into

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from lms.catalog.authoring.content import About
    from lms.core.permissions import Actor


def start(title: str, *, actor: Actor, now: datetime) -> CourseDraft:
    """Begin a new course."""
    with transaction() as session:
        return _begin(session, CourseDraft(key=new_key("course"), content=empty(title)), actor=actor, now=now)


def take_over(course_id: uuid.UUID, *, actor: Actor, now: datetime) -> CourseDraft:
    """Begin a draft of a course as it is now; a withdrawn one too. Published, it is no longer taken from its folder.

    Raises:
        NotFound: the congress has no such course.
        DraftIsThere: somebody began one before.
    """
    with transaction() as session:
        course = lock_row(session, Course, access.any_course(actor, course_id).id)
        draft = CourseDraft(
            key=course.key, course_id=course.id, base_version=course.version, content=content_of(session, course)
        )
        try:
            return _begin(session, draft, actor=actor, now=now)
        except IntegrityError as error:
            raise DraftIsThere from error


def save_about(draft_id: uuid.UUID, about: About, *, seen: str, actor: Actor, now: datetime) -> None:
    """Say anew what the course is about.

    Raises:
        NotFound, NotBeingWritten.
        ChangedMeanwhile: it says something else than when the person looked (`seen`).
    """
    with writing(draft_id, actor=actor, now=now) as content:
        must_be_as_seen(about_of(content), seen)
        cast("dict[str, Any]", content).update(about)


def about_of(content: Content) -> About:
    """The part of a draft that is about the course as a whole."""
    return cast("About", {name: value for name, value in content.items() if name in ABOUT})


def must_be_as_seen(part: object, seen: str) -> None:
    """Refuse to write over what somebody else wrote meanwhile."""
    if seal(cast("dict[str, object]", part)) != seen:
        raise ChangedMeanwhile


@contextmanager
def writing(draft_id: uuid.UUID, *, actor: Actor, now: datetime) -> Iterator[Content]:
    """A draft's content to be changed, in a transaction and under the lock of its row.

    Whoever changes it is noted among its hands.

    Raises:
        NotFound: there is no such draft.
        NotBeingWritten: it was submitted, or is done with.
    """
    with writing_in(draft_id, actor=actor, now=now) as (_session, _draft, content):
        yield content


@contextmanager
def writing_in(draft_id: uuid.UUID, *, actor: Actor, now: datetime) -> Iterator[tuple[Session, CourseDraft, Content]]:
    """As `writing`, for whoever writes more than the content in the same transaction."""
    with transaction() as session:
        draft = access.locked(session, draft_id, actor=actor)
        if not draft.is_being_written:
            raise NotBeingWritten
        content = copy.deepcopy(draft.said)
        yield session, draft, content
        if content != draft.said:
            _keep(session, draft, content, actor=actor, now=now)


def release_files(session: Session, draft: CourseDraft, *, but: Collection[str] = ()) -> None:
    """Let go of files that the draft does not need any more; what a course uses is kept by the course."""
    session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.sha256.not_in(but)))


def hold_files(session: Session, draft: CourseDraft, digests: set[str]) -> None:
    """Keep files from being swept away while the draft refers to them."""
    for digest in sorted(digests):
        values = {"draft_id": draft.id, "sha256": digest}
        session.execute(insert_into(session, DraftFile).values(values).on_conflict_do_nothing())


def move_on(session: Session, draft: CourseDraft, step: Step, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Let a draft take a step, noted in its history and in the audit log."""
    draft.state = MOVES[step][1]
    note_step(session, draft, step, actor=actor, now=now, reason=reason)


def note_step(
    session: Session, draft: CourseDraft, step: Step, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Write a step into the draft's history and into the audit log."""
    session.add(
        DraftStep(
            draft_id=draft.id,
            step=step,
            revision=draft.revision,
            account_id=actor.account_id,
            reason=reason,
            recorded_at=now,
        )
    )
    subject = ("course_draft", draft.public_id)
    audit.record(session, actor=actor, action=f"course_draft.{step}", subject=subject, now=now)


def _begin(session: Session, draft: CourseDraft, *, actor: Actor, now: datetime) -> CourseDraft:
    draft.congress_id, draft.author_id = actor.congress_id, actor.account_id
    draft.created_at = draft.changed_at = now
    session.add(draft)
    session.flush()
    hold_files(session, draft, files_of(draft.said))
    _note_hand(session, draft, actor)
    note_step(session, draft, Step.STARTED, actor=actor, now=now)
    return draft


def _keep(session: Session, draft: CourseDraft, content: Content, *, actor: Actor, now: datetime) -> None:
    draft.content = cast("dict[str, Any]", content)
    draft.revision += 1
    draft.author_id, draft.changed_at = actor.account_id, now
    needed = files_of(content)
    release_files(session, draft, but=needed)
    hold_files(session, draft, needed)
    _note_hand(session, draft, actor)


def _note_hand(session: Session, draft: CourseDraft, actor: Actor) -> None:
    values = {"draft_id": draft.id, "account_id": actor.account_id}
    session.execute(insert_into(session, DraftHand).values(values).on_conflict_do_nothing())


def hands_of(session: Session, draft: CourseDraft) -> set[int]:
    """The accounts that wrote in a draft."""
    return set(session.scalars(select(DraftHand.account_id).where(DraftHand.draft_id == draft.id)))
