"""The way of a draft: submitted, reviewed by a second person, approved by a third, which publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.authoring import access
from lms.catalog.authoring.checking import check
from lms.catalog.authoring.models import MOVES, CourseDraft, Step
from lms.catalog.authoring.operations.drafts import hands_of, move_on, release_files
from lms.catalog.authoring.operations.telling import tell_authors
from lms.catalog.authoring.queries import outline_keys
from lms.catalog.authoring.refusals import AnotherPersonReviews, CourseMovedOn, HasFaults, NotThatFar
from lms.catalog.models import Course, Origin
from lms.catalog.operations import take
from lms.core.database import lock_row, transaction

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.sources import CourseSource
    from lms.core.permissions import Actor


def submit(draft_id: uuid.UUID, *, revision: int, actor: Actor, now: datetime) -> None:
    """Ask for review of a draft that nothing is wrong with.

    Raises:
        NotFound, NotThatFar, HasFaults, CourseMovedOn.
    """
    with transaction() as session:
        draft = _at(session, draft_id, Step.SUBMITTED, revision, actor)
        _sound(session, draft)
        draft.author_id = actor.account_id
        draft.reviewer_id = None
        move_on(session, draft, Step.SUBMITTED, actor=actor, now=now)


def review(draft_id: uuid.UUID, *, revision: int, actor: Actor, now: datetime) -> None:
    """A second person has read it and finds it right.

    Raises:
        NotFound, NotThatFar.
        AnotherPersonReviews: the actor wrote in it.
    """
    with transaction() as session:
        draft = _at(session, draft_id, Step.REVIEWED, revision, actor)
        _must_be_another(session, draft, actor)
        draft.reviewer_id = actor.account_id
        move_on(session, draft, Step.REVIEWED, actor=actor, now=now)
        tell_authors(session, draft, Step.REVIEWED, now=now)


def approve(draft_id: uuid.UUID, *, revision: int, actor: Actor, now: datetime) -> Course:
    """A third person lets it be published: it becomes the next version of its course.

    Raises:
        NotFound, NotThatFar.
        AnotherPersonReviews: the actor wrote in it or reviewed it.
        HasFaults: the outline changed, or a file was lost, since it was submitted.
        CourseMovedOn: the course got another version meanwhile.
    """
    with transaction() as session:
        draft = _at(session, draft_id, Step.APPROVED, revision, actor)
        _must_be_another(session, draft, actor)
        source = _sound(session, draft)
        take(session, source, congress_id=draft.congress_id, origin=Origin.BROWSER, actor=actor, now=now)
        session.flush()
        course = access.course_by_key(session, draft.congress_id, draft.key)
        draft.course_id, draft.approver_id = course.id, actor.account_id
        move_on(session, draft, Step.APPROVED, actor=actor, now=now)
        release_files(session, draft)
        tell_authors(session, draft, Step.APPROVED, now=now, version=course.version)
        return course


def send_back(draft_id: uuid.UUID, reason: str, *, revision: int, actor: Actor, now: datetime) -> None:
    """Return it to its authors with a reason: the reviewer before reviewing, the approver before approving.

    Raises:
        NotFound, NotThatFar.
        AnotherPersonReviews: the actor wrote in it or reviewed it.
    """
    with transaction() as session:
        draft = _at(session, draft_id, Step.RETURNED, revision, actor)
        _must_be_another(session, draft, actor)
        draft.reviewer_id = None
        move_on(session, draft, Step.RETURNED, actor=actor, now=now, reason=reason)
        tell_authors(session, draft, Step.RETURNED, now=now, reason=reason)


def discard(draft_id: uuid.UUID, *, revision: int, actor: Actor, now: datetime) -> None:
    """Give a draft up. The course, if there is one, stays as it is.

    Raises:
        NotFound, NotThatFar.
    """
    with transaction() as session:
        draft = _at(session, draft_id, Step.DISCARDED, revision, actor)
        move_on(session, draft, Step.DISCARDED, actor=actor, now=now)
        release_files(session, draft)


def _at(session: Session, draft_id: uuid.UUID, step: Step, revision: int, actor: Actor) -> CourseDraft:
    """The draft, locked, if it stands where the step begins and says what the person saw."""
    draft = access.locked(session, draft_id, actor=actor)
    if draft.state not in MOVES[step][0] or draft.revision != revision:
        raise NotThatFar
    return draft


def _must_be_another(session: Session, draft: CourseDraft, actor: Actor) -> None:
    if actor.account_id in {*hands_of(session, draft), draft.author_id, draft.reviewer_id}:
        raise AnotherPersonReviews


def _sound(session: Session, draft: CourseDraft) -> CourseSource:
    if draft.course_id is not None and lock_row(session, Course, draft.course_id).version != draft.base_version:
        raise CourseMovedOn
    checked = check(draft.key, draft.said, nodes=outline_keys(draft.congress_id))
    if not checked.is_sound:
        raise HasFaults
    return checked.source
