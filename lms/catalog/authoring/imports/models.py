"""Files of questions that were handed in for a draft."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.catalog.questions.imports.found import FileKind
from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type

if TYPE_CHECKING:
    from lms.catalog.questions.imports.found import Found


class ImportState(StrEnum):
    """A file is checked first, then its questions are added, or it is put away."""

    CHECKED = "checked"
    ADDED = "added"
    PUT_AWAY = "put_away"


class QuestionImport(Base):
    """One file of questions, and what came of it. The file itself is not kept, only what was read in it.

    `lesson_key` and `source` were chosen for questions of which the file says nothing. `counts` are those of the moment
    in which it was decided.
    """

    __tablename__ = "question_import"
    __table_args__ = (
        Index("ix_question_import_draft_id", "draft_id"),
        CheckConstraint("(state = 'checked') = (decided_by IS NULL)", name="decided_by"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    draft_id: Mapped[int] = mapped_column(ForeignKey("course_draft.id"))
    file_name: Mapped[str]
    file_kind: Mapped[FileKind] = mapped_column(enum_type(FileKind, "file_kind"))
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState, "state"), default=ImportState.CHECKED)
    lesson_key: Mapped[str]
    source: Mapped[str]
    content: Mapped[list[Any]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    handed_in_at: Mapped[UtcDateTime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[UtcDateTime | None]

    @property
    def found(self) -> list[Found]:
        """What was read, by its shape."""
        return cast("list[Found]", self.content)

    @property
    def is_undecided(self) -> bool:
        """Whether its questions may still be added."""
        return self.state is ImportState.CHECKED
