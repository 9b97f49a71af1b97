"""What is being written, what waits for whom, and what was done with a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Row, literal, select

from lms.catalog.authoring.models import CourseDraft, CourseWithdrawal, DraftHand, DraftState, DraftStep
from lms.catalog.models import Course, CourseState
from lms.catalog.outline.models import OutlineNode, present_version
from lms.core.database import db
from lms.core.permissions import Permission
from lms.people.accounts.models import Account
from lms.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.core.permissions import Actor

_LIVE = (DraftState.WRITING, DraftState.IN_REVIEW, DraftState.IN_APPROVAL)


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody who builds courses comes to: what waits for them, other drafts, and the courses there are."""

    waiting: Sequence[CourseDraft]
    others: Sequence[CourseDraft]
    courses: Sequence[Course]
    withdrawn: Sequence[tuple[Course, CourseWithdrawal]]


def desk(actor: Actor) -> Desk:
    """The desk of one actor. `courses` and `withdrawn` are those of which there is no draft."""
    drafts = db.session.scalars(
        select(CourseDraft)
        .where(CourseDraft.congress_id == actor.congress_id, CourseDraft.state.in_(_LIVE))
        .order_by(CourseDraft.changed_at.desc(), CourseDraft.id)
    ).all()
    hands = set(
        db.session.execute(select(DraftHand.draft_id).where(DraftHand.account_id == actor.account_id)).scalars()
    )
    waiting = [each for each in drafts if _waits(each, actor, is_hand=each.id in hands)]
    taken = {each.key for each in drafts}
    courses = [
        each
        for each in db.session.scalars(
            select(Course)
            .where(Course.congress_id == actor.congress_id)
            .order_by(Course.topic, Course.title, Course.id)
        )
        if each.key not in taken
    ]
    return Desk(
        waiting,
        [each for each in drafts if each not in waiting],
        [each for each in courses if each.state is not CourseState.WITHDRAWN],
        _withdrawn(actor, taken),
    )


def _waits(draft: CourseDraft, actor: Actor, *, is_hand: bool) -> bool:
    if draft.state is DraftState.WRITING:
        return is_hand and actor.can(Permission.EDIT_COURSES)
    return may_judge(draft, actor, is_hand=is_hand)


def may_judge(draft: CourseDraft, actor: Actor, *, is_hand: bool) -> bool:
    """Whether it is this actor's turn to review or to approve."""
    if is_hand or actor.account_id == draft.reviewer_id:
        return False
    return (draft.state is DraftState.IN_REVIEW and actor.can(Permission.REVIEW_COURSES)) or (
        draft.state is DraftState.IN_APPROVAL and actor.can(Permission.APPROVE_COURSES)
    )


def is_hand(draft: CourseDraft, actor: Actor) -> bool:
    """Whether the actor wrote in a draft."""
    return db.session.get(DraftHand, (draft.id, actor.account_id)) is not None


def history(draft: CourseDraft) -> Sequence[Row[DraftStep, str]]:
    """The steps of a draft with the names of those who took them, the newest first."""
    return db.session.execute(
        select(DraftStep, Person.name)
        .join(Account, Account.id == DraftStep.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(DraftStep.draft_id == draft.id)
        .order_by(DraftStep.id.desc())
    ).all()


def outline_keys(congress_id: int) -> frozenset[str] | None:
    """The keys of the present outline's nodes; None before there is an outline."""
    nodes = outline_nodes(congress_id)
    return frozenset(node.key for node in nodes) if nodes else None


def outline_nodes(congress_id: int) -> Sequence[OutlineNode]:
    """The nodes of the present outline, in its order."""
    return db.session.scalars(
        select(OutlineNode)
        .where(OutlineNode.version_id == present_version(literal(congress_id)))
        .order_by(OutlineNode.position)
    ).all()


def _withdrawn(actor: Actor, taken: set[str]) -> list[tuple[Course, CourseWithdrawal]]:
    """Withdrawn courses, each with its reason."""
    rows = db.session.execute(
        select(Course, CourseWithdrawal)
        .join(
            CourseWithdrawal,
            (CourseWithdrawal.course_id == Course.id) & (CourseWithdrawal.version == Course.version),
        )
        .where(Course.congress_id == actor.congress_id, Course.state == CourseState.WITHDRAWN)
        .order_by(Course.topic, Course.title, Course.id)
    )
    return [(course, withdrawal) for course, withdrawal in rows if course.key not in taken]
