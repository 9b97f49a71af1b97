"""Roles, proposed by one person and granted by another (ADR 0015)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.database import Base, BigId, PublicId, UtcDateTime, enum_type
from lms.core.permissions import POSTS, Role
from lms.people.accounts.models.account import Account, Duty
from lms.people.models import Congress, ElectingBody


class GrantState(StrEnum):
    """Proposed, then granted or declined; what was granted may be revoked."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    DECLINED = "declined"
    REVOKED = "revoked"


def _unique(name: str, condition: str, *columns: str) -> Index:
    where = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


_POSTS = ", ".join(f"'{role}'" for role in sorted(POSTS))
_LIVE = "held_duty IS NOT NULL"


class RoleGrant(Base):
    """A role of an account in a congress, or for one electing body of it, with who proposed and who granted it.

    `held_duty` is the role's duty while the grant is proposed or in force, and NULL afterwards. Its foreign key to the
    account's own duty lets the database refuse a post beside a business role; a partial index refuses a second post.
    A grant that nobody proposed is the founding of a post by `lms accounts create-admin`.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        ForeignKeyConstraint(["account_id", "held_duty"], ["account.id", "account.duty"], name="fk_role_grant_duty"),
        CheckConstraint("role NOT IN ('deputy', 'former_deputy')", name="role_is_granted"),
        CheckConstraint("role <> 'liaison' OR electing_body_id IS NOT NULL", name="liaison_has_body"),
        CheckConstraint("proposed_by <> account_id", name="not_proposed_to_oneself"),
        CheckConstraint("decided_by <> account_id", name="not_granted_to_oneself"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(f"proposed_by IS NOT NULL OR role IN ({_POSTS})", name="founding_is_of_a_post"),
        CheckConstraint("state <> 'granted' OR proposed_by IS NULL OR decided_by IS NOT NULL", name="granted_by"),
        CheckConstraint("(state IN ('proposed', 'granted')) = (held_duty IS NOT NULL)", name="held_while_live"),
        CheckConstraint(f"held_duty IS NULL OR (held_duty = 'post') = (role IN ({_POSTS}))", name="duty_of_role"),
        _unique("uq_role_grant_one_post", "held_duty = 'post'", "account_id"),
        _unique(
            "uq_role_grant_in_congress",
            f"{_LIVE} AND electing_body_id IS NULL",
            "account_id",
            "role",
            "congress_id",
        ),
        _unique(
            "uq_role_grant_in_body",
            f"{_LIVE} AND electing_body_id IS NOT NULL",
            "account_id",
            "role",
            "electing_body_id",
        ),
        Index("ix_role_grant_congress", "congress_id", "state"),
    )

    id: Mapped[BigId]
    public_id: Mapped[PublicId]
    congress_id: Mapped[int] = mapped_column(ForeignKey("congress.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    electing_body_id: Mapped[int | None] = mapped_column(ForeignKey("electing_body.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"))
    held_duty: Mapped[Duty | None] = mapped_column(enum_type(Duty, "held_duty"))
    state: Mapped[GrantState] = mapped_column(enum_type(GrantState, "state"), default=GrantState.PROPOSED)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[UtcDateTime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    proposer: Mapped[Account | None] = relationship(foreign_keys=[proposed_by])
    congress: Mapped[Congress] = relationship()
    electing_body: Mapped[ElectingBody | None] = relationship()
