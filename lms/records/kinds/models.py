"""The organizer's rule on kinds, over time."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.append_only import append_only
from lms.core.database import Base, BigId, UtcDateTime


class EntryKindRule(Base):
    """From this instant on, whether a kind counts as trained (已训). Append-only: the newest of a kind holds.

    A kind's first rule is written with the kind, so that it also tells since when the kind is known.
    """

    __tablename__ = "entry_kind_rule"
    __table_args__ = (Index("ix_entry_kind_rule_kind", "kind_id", "recorded_at"),)

    id: Mapped[BigId]
    kind_id: Mapped[int] = mapped_column(ForeignKey("entry_kind.id"))
    counts_as_trained: Mapped[bool]
    recorded_at: Mapped[UtcDateTime]
    set_by: Mapped[int | None]


append_only(EntryKindRule.__table__)  # type: ignore[arg-type]  # Declared as FromClause, a Table in fact.
