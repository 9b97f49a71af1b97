"""Drafts of courses, who wrote in them, the steps they went, the files they hold; and courses that were withdrawn."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalog.models import Course
from lms.core.append_only import append_only
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type

if TYPE_CHECKING:
    from lms.catalog.authoring.content import Content


class DraftState(StrEnum):
    """Where a draft stands. Only one that is being written can be changed."""

    WRITING = "writing"
    IN_REVIEW = "in_review"
    IN_APPROVAL = "in_approval"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Step(StrEnum):
    """What was done with a draft as a whole."""

    STARTED = "started"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    APPROVED = "approved"
    DISCARDED = "discarded"


# What each step leads from, and to.
MOVES: dict[Step, tuple[frozenset[DraftState], DraftState]] = {
    Step.SUBMITTED: (frozenset({DraftState.WRITING}), DraftState.IN_REVIEW),
    Step.REVIEWED: (frozenset({DraftState.IN_REVIEW}), DraftState.IN_APPROVAL),
    Step.RETURNED: (frozenset({DraftState.IN_REVIEW, DraftState.IN_APPROVAL}), DraftState.WRITING),
    Step.APPROVED: (frozenset({DraftState.IN_APPROVAL}), DraftState.PUBLISHED),
    Step.DISCARDED: (frozenset({DraftState.WRITING}), DraftState.DISCARDED),
}

_LIVE = text("state IN ('writing', 'in_review', 'in_approval')")


class CourseDraft(Base):
    """A course as it is being written. It becomes a version of a course when the third person approves it.

    `content` has the shape of a course.toml, with texts in place of their files and digests in place of media
    (`lms.catalog.authoring.content`); `revision` grows whenever it changes. `course_id` and `base_version` name the
    version of the course that the draft began from; a new course has neither until it is published.
    """

    __tablename__ = "course_draft"
    __table_args__ = (
        CheckConstraint("reviewer_id <> author_id", name="reviewer_is_another"),
        CheckConstraint("approver_id <> author_id", name="approver_is_another"),
        CheckConstraint("approver_id <> reviewer_id", name="approver_is_a_third"),
        CheckConstraint("state <> 'in_approval' OR reviewer_id IS NOT NULL", name="reviewed"),
        CheckConstraint("(state = 'published') = (approver_id IS NOT NULL)", name="approved"),
        CheckConstraint(
            "state <> 'published' OR (reviewer_id IS NOT NULL AND course_id IS NOT NULL)", name="published"
        ),
        CheckConstraint("revision >= 1", name="revision"),
        # One draft of a course at a time: two would overwrite one another.
        Index("uq_course_draft_live", "congress_id", "key", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    key: Mapped[str]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    base_version: Mapped[int | None]
    state: Mapped[DraftState] = mapped_column(enum_type(DraftState, "draft_state"), default=DraftState.WRITING)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[UtcDateTime]
    changed_at: Mapped[UtcDateTime]

    course: Mapped[Course | None] = relationship()

    @property
    def said(self) -> Content:
        """The content, by its shape."""
        return cast("Content", self.content)

    @property
    def title(self) -> str:
        """What the course is to be called."""
        return self.said["title"]

    @property
    def is_being_written(self) -> bool:
        """Whether it can be changed."""
        return self.state is DraftState.WRITING

    @property
    def is_live(self) -> bool:
        """Whether it may still become a course."""
        return self.state in {DraftState.WRITING, DraftState.IN_REVIEW, DraftState.IN_APPROVAL}


class DraftHand(Base):
    """An account that wrote in a draft: whoever did can neither review nor approve it."""

    __tablename__ = "course_draft_hand"

    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)


class DraftFile(Base):
    """A file that a live draft refers to, so that its bytes are kept."""

    __tablename__ = "course_draft_file"
    __table_args__ = (Index("ix_course_draft_file_sha256", "sha256"),)

    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"), primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)


class DraftStep(Base):
    """One step of a draft: who did it, when, on which revision, and why if a reason was asked for."""

    __tablename__ = "course_draft_step"
    __table_args__ = (
        Index("ix_course_draft_step_draft_id", "draft_id"),
        CheckConstraint("step <> 'returned' OR reason <> ''", name="returned_with_a_reason"),
    )

    id: Mapped[BigId]
    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"))
    step: Mapped[Step] = mapped_column(enum_type(Step, "step"))
    revision: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[UtcDateTime]


class CourseWithdrawal(Base):
    """That a course was withdrawn with this version, by whom and why. What was completed stays completed."""

    __tablename__ = "course_withdrawal"
    __table_args__ = (
        UniqueConstraint("course_id", "version"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[BigId]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    version: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    recorded_at: Mapped[UtcDateTime]


for _table in (DraftStep.__table__, CourseWithdrawal.__table__):
    append_only(_table)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
