"""Packages with several parts: each part is a row, and what a person keeps is kept for a part.

What was taken in before has one part, at position 0, and what people kept of it stays as it is, for that part.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOVED = ("launch", "mastery_score", "launch_data")
KEPT = (
    "person_id, package_sha256, completion, success, location, suspend_data, score_raw, score_scaled, is_suspended, "
    "total_ms, updated_at"
)
LEASED = "person_id, token, player, lesson_id, package_sha256, started_at, total_ms_before"


def upgrade() -> None:
    """Go up."""
    _create_package_part()
    op.execute(
        "INSERT INTO package_part (package_sha256, position, kind, title, depth, launch, mastery_score, launch_data, "
        "is_required) SELECT sha256, 0, 'sco', title, 0, launch, mastery_score, launch_data, true FROM package"
    )
    for name in MOVED:
        op.drop_column("package", name)
    _build_anew("package_state", lambda: _create_package_state(with_parts=True), KEPT, added="part", value="0")
    _build_anew("package_lease", lambda: _create_package_lease(with_parts=True), LEASED, added="part", value="0")


def downgrade() -> None:
    """Go down. It fails while a package has several parts: what people did in them is not thrown away."""
    bind = op.get_bind()
    if bind.scalar(sa.text("SELECT count(*) FROM package_part WHERE position > 0")):
        raise RuntimeError("there are packages with several parts")
    _build_anew("package_lease", lambda: _create_package_lease(with_parts=False), LEASED)
    _build_anew("package_state", lambda: _create_package_state(with_parts=False), KEPT)
    for name in MOVED:
        op.add_column("package", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.execute(
            f"UPDATE package SET {name} = "  # noqa: S608 - names of this file
            f"(SELECT {name} FROM package_part WHERE package_part.package_sha256 = package.sha256)"
        )
    op.drop_table("package_part")


def _build_anew(table: str, create: Callable[[], None], columns: str, *, added: str = "", value: str = "") -> None:
    """A table with another primary key, made the same way on both engines; no other table refers to it."""
    op.execute(f"CREATE TABLE {table}_before AS SELECT {columns} FROM {table}")  # noqa: S608 - names of this file
    op.drop_table(table)
    create()
    names, values = (f"{columns}, {added}", f"{columns}, {value}") if added else (columns, columns)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}_before")  # noqa: S608 - names of this file
    op.drop_table(f"{table}_before")


def _create_package_part() -> None:
    op.create_table(
        "package_part",
        sa.Column("package_sha256", sa.String(64), nullable=False),
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("heading", "sco", "asset", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("depth", BIG, nullable=False),
        sa.Column("launch", sa.String(), nullable=False),
        sa.Column("mastery_score", sa.String(), nullable=False),
        sa.Column("launch_data", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["package_sha256"], ["package.sha256"], name=op.f("fk_package_part_package_sha256")),
        sa.PrimaryKeyConstraint("package_sha256", "position", name=op.f("pk_package_part")),
    )


def _create_package_state(*, with_parts: bool) -> None:
    key = ["person_id", "package_sha256"]
    part: list[sa.Column[Any]] = []
    completed: list[sa.Column[Any]] = []
    checks: list[sa.CheckConstraint] = []
    if with_parts:
        key.append("part")
        part.append(sa.Column("part", BIG, autoincrement=False, nullable=False))
        completed.append(sa.Column("completed_at", types.UtcInstant(timezone=True), nullable=True))
        checks.append(sa.CheckConstraint("part >= 0", name=op.f("ck_package_state_part")))
    op.create_table(
        "package_state",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("package_sha256", sa.String(64), nullable=False),
        *part,
        sa.Column("completion", sa.String(20), nullable=False),
        sa.Column("success", sa.String(20), nullable=False),
        sa.Column("location", sa.String(1000), nullable=False),
        sa.Column("suspend_data", sa.String(), nullable=False),
        sa.Column("score_raw", sa.String(20), nullable=False),
        sa.Column("score_scaled", sa.String(20), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("total_ms", BIG, nullable=False),
        sa.Column("updated_at", types.UtcInstant(timezone=True), nullable=False),
        *completed,
        sa.CheckConstraint("length(suspend_data) <= 64000", name=op.f("ck_package_state_suspend_data")),
        sa.CheckConstraint("total_ms >= 0", name=op.f("ck_package_state_total_ms")),
        *checks,
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_package_state_person_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_package_state")),
    )


def _create_package_lease(*, with_parts: bool) -> None:
    part = (sa.Column("part", BIG, nullable=False),) if with_parts else ()
    op.create_table(
        "package_lease",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("player", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", BIG, nullable=False),
        sa.Column("package_sha256", sa.String(64), nullable=False),
        *part,
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("total_ms_before", BIG, nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_package_lease_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_package_lease_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_package_lease")),
    )
