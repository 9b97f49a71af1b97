"""What a package keeps for a person, and the one page that may write it."""

from __future__ import annotations

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base, UtcDateTime

MOST_STATE = 64_000  # Characters: SCORM 2004 (RTE 4.2.23) promises as many; for SCORM 1.2, which promises 4,096, also.


class PackageState(Base):
    """Where a person stopped in a part of a package, by the digest of its .zip: another lesson with the same one goes on
    there. `part` is the part's position in the package; the only part of a package is 0.

    `completion`, `success`, `score_raw` and `score_scaled` are the package's own words and count for nothing but what
    `status.is_complete` says of them; `suspend_data` is its own business and is handed back as it came. `total_ms` is told
    to the package alone, for the standards ask for it. `is_suspended` says that it goes on with the next launch.
    `completed_at` is when it first said that it is completed or passed; what it says later does not take that back. It is
    not known of packages that were completed before packages had parts, and not asked of those with one.
    """

    __tablename__ = "package_state"
    __table_args__ = (
        CheckConstraint(f"length(suspend_data) <= {MOST_STATE}", name="suspend_data"),
        CheckConstraint("total_ms >= 0", name="total_ms"),
        CheckConstraint("part >= 0", name="part"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    package_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    completion: Mapped[str] = mapped_column(String(20))
    success: Mapped[str] = mapped_column(String(20))
    location: Mapped[str] = mapped_column(String(1000))
    suspend_data: Mapped[str]
    score_raw: Mapped[str] = mapped_column(String(20))
    score_scaled: Mapped[str] = mapped_column(String(20))
    is_suspended: Mapped[bool]
    total_ms: Mapped[int]
    updated_at: Mapped[UtcDateTime]
    completed_at: Mapped[UtcDateTime | None]


class PackageLease(Base):
    """The one page that may write for a person, and the part it may write. A launch elsewhere replaces the token; the package's end takes it away."""

    __tablename__ = "package_lease"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token: Mapped[uuid.UUID]
    player: Mapped[uuid.UUID]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    package_sha256: Mapped[str] = mapped_column(String(64))
    part: Mapped[int]
    started_at: Mapped[UtcDateTime]
    total_ms_before: Mapped[int]
