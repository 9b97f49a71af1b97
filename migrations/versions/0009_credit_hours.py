"""Rules of credit hours, and the first one of every congress that is there."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("credit_hour_band", "credit_hour_rule")
FIRST_BANDS = ((0, False, 1), (15, False, 2), (30, True, 4))


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "credit_hour_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_credit_hour_rule_version")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_credit_hour_rule_congress_id")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_credit_hour_rule_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_hour_rule")),
        sa.UniqueConstraint("congress_id", "version", name=op.f("uq_credit_hour_rule_congress_id_version")),
    )
    op.create_index("ix_credit_hour_rule_recorded", "credit_hour_rule", ["congress_id", "recorded_at"])
    op.create_table(
        "credit_hour_band",
        sa.Column("rule_id", BIG, autoincrement=False, nullable=False),
        sa.Column("minutes", BIG, autoincrement=False, nullable=False),
        sa.Column("includes", sa.Boolean(), nullable=False),
        sa.Column("quarters", BIG, nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_credit_hour_band_minutes")),
        sa.CheckConstraint("quarters BETWEEN 1 AND 400", name=op.f("ck_credit_hour_band_quarters")),
        sa.ForeignKeyConstraint(["rule_id"], ["credit_hour_rule.id"], name=op.f("fk_credit_hour_band_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "minutes", name=op.f("pk_credit_hour_band")),
    )
    op.execute(
        "INSERT INTO credit_hour_rule (congress_id, version, recorded_at)"
        " SELECT id, 1, CURRENT_TIMESTAMP FROM congress ORDER BY id"
    )
    for minutes, includes, quarters in FIRST_BANDS:
        band = {"minutes": minutes, "includes": includes, "quarters": quarters}
        op.execute(
            sa.text(
                "INSERT INTO credit_hour_band (rule_id, minutes, includes, quarters)"
                " SELECT id, :minutes, :includes, :quarters FROM credit_hour_rule"
            ).bindparams(**band)
        )
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in APPEND_ONLY:
        op.drop_table(table)
