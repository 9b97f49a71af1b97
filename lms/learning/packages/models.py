"""What a package keeps for a person, and the one page that may write it."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, UtcDateTime

MOST_STATE = 64_000  # Characters: SCORM 2004 (RTE 4.2.23) promises as many; for SCORM 1.2, which promises 4,096, also.


class PackageState(Base):
    """Where a person stopped in a package, by the digest of its .zip: another lesson with the same one goes on there.

    `completion`, `success`, `score_raw` and `score_scaled` are the package's own words and count for nothing but what
    `status.is_complete` says of them; `suspend_data` is its own business and is handed back as it came. `total_ms` is told
    to the package alone, for the standards ask for it. `is_suspended` says that it goes on with the next launch.
    """

    __tablename__ = "package_state"
    __table_args__ = (
        CheckConstraint(f"length(suspend_data) <= {MOST_STATE}", name="suspend_data"),
        CheckConstraint("total_ms >= 0", name="total_ms"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    package_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    completion: Mapped[str] = mapped_column(String(20))
    success: Mapped[str] = mapped_column(String(20))
    location: Mapped[str] = mapped_column(String(1000))
    suspend_data: Mapped[str]
    score_raw: Mapped[str] = mapped_column(String(20))
    score_scaled: Mapped[str] = mapped_column(String(20))
    is_suspended: Mapped[bool]
    total_ms: Mapped[int]
    updated_at: Mapped[UtcDateTime]


class PackageLease(Base):
    """The one page that may write for a person. A launch elsewhere replaces the token; the package's end takes it away."""

    __tablename__ = "package_lease"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token: Mapped[uuid.UUID]
    player: Mapped[uuid.UUID]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    package_sha256: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[UtcDateTime]
    total_ms_before: Mapped[int]
