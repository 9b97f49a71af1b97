"""Corrections, erasures, checks and objections."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("check_confirmation", "check_period", "check_report", "check_request", "check_told", "entry_erasure")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go up."""
    _create_check_period()
    _create_check_gate()
    _create_check_report()
    _create_check_confirmation()
    _create_check_request()
    _create_check_told()
    _create_correction()
    _create_entry_erasure()
    _create_erasure_proposal()
    _create_objection()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in (
        "objection",
        "erasure_proposal",
        "entry_erasure",
        "correction",
        "check_told",
        "check_request",
        "check_confirmation",
        "check_report",
        "check_gate",
        "check_period",
    ):
        op.drop_table(table)


def _create_check_period() -> None:
    op.create_table(
        "check_period",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        sa.Column("opened_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("closes_on > ends_on", name=op.f("ck_check_period_closes_after_end")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_check_period_ends_after_start")),
        sa.CheckConstraint("remind_on <= closes_on", name=op.f("ck_check_period_reminds_before_close")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_check_period_congress_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_check_period_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_period")),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_period_public_id")),
    )
    op.create_index("ix_check_period_congress", "check_period", ["congress_id", "starts_on"], unique=False)


def _create_check_gate() -> None:
    op.create_table(
        "check_gate",
        sa.Column("period_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_check_gate_period_id")),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_check_gate")),
    )


def _create_check_report() -> None:
    op.create_table(
        "check_report",
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("asked", BIG, nullable=False),
        sa.Column("confirmed", BIG, nullable=False),
        sa.Column("objected", BIG, nullable=False),
        sa.Column("silent", BIG, nullable=False),
        sa.Column("issued_by", BIG, nullable=False),
        sa.Column("issued_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("asked = confirmed + objected + silent", name=op.f("ck_check_report_adds_up")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_check_report_issued_by")),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_check_report_period_id")),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_check_report")),
    )


def _create_check_confirmation() -> None:
    op.create_table(
        "check_confirmation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("confirmed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_check_confirmation_account_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_check_confirmation_mandate_id")),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_check_confirmation_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_confirmation")),
    )
    op.create_index("ix_check_confirmation_mandate_id", "check_confirmation", ["mandate_id"], unique=False)


def _create_check_request() -> None:
    op.create_table(
        "check_request",
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_check_request_mandate_id")),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_check_request_period_id")),
        sa.PrimaryKeyConstraint("period_id", "mandate_id", name=op.f("pk_check_request")),
    )
    op.create_index("ix_check_request_mandate_id", "check_request", ["mandate_id"], unique=False)


def _create_check_told() -> None:
    op.create_table(
        "check_told",
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column(
            "what",
            sa.Enum("opened", "reminded", name="told", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("told_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_check_told_mandate_id")),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_check_told_period_id")),
        sa.PrimaryKeyConstraint("period_id", "mandate_id", "what", name=op.f("pk_check_told")),
    )


def _create_correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("takes_back", sa.Boolean(), nullable=False),
        sa.Column("kind_id", BIG, nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "approved", "refused", name="correction_state", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", BIG, nullable=False),
        sa.Column("proposed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("posted_entry_id", BIG, nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (posted_entry_id IS NOT NULL)", name=op.f("ck_correction_approved_is_posted")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name=op.f("ck_correction_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_correction_decided_at_an_instant")
        ),
        sa.CheckConstraint(
            "(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name=op.f("ck_correction_evidence_has_a_name")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_correction_two_people")),
        sa.CheckConstraint("takes_back = (kind_id IS NULL)", name=op.f("ck_correction_other_values_have_a_kind")),
        sa.CheckConstraint("takes_back = (occurred_on IS NULL)", name=op.f("ck_correction_other_values_have_a_day")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_correction_congress_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_correction_decided_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_correction_entry_id")),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_correction_evidence_sha256")),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_correction_kind_id")),
        sa.ForeignKeyConstraint(["posted_entry_id"], ["record_entry.id"], name=op.f("fk_correction_posted_entry_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_correction_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("posted_entry_id", name=op.f("uq_correction_posted_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_correction_public_id")),
    )
    op.create_index("ix_correction_congress", "correction", ["congress_id", "state"], unique=False)
    op.create_index("ix_correction_evidence_sha256", "correction", ["evidence_sha256"], unique=False)
    op.create_index(
        "uq_correction_waiting",
        "correction",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )


def _create_entry_erasure() -> None:
    op.create_table(
        "entry_erasure",
        sa.Column("id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "47_1",
                "47_3",
                "47_4",
                "47_5",
                "replayed",
                name="erasure_ground",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", BIG, nullable=True),
        sa.Column("approved_by", BIG, nullable=True),
        sa.Column("approved_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(ground = 'replayed') = (approved_by IS NULL)", name=op.f("ck_entry_erasure_approved_unless_replayed")
        ),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (proposed_by IS NULL)", name=op.f("ck_entry_erasure_proposed_unless_replayed")
        ),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_entry_erasure_two_people")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_entry_erasure_approved_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_entry_erasure_entry_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_entry_erasure_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_erasure")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_entry_erasure_entry_id")),
    )


def _create_erasure_proposal() -> None:
    op.create_table(
        "erasure_proposal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "47_1",
                "47_3",
                "47_4",
                "47_5",
                "replayed",
                name="erasure_ground",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "approved", "refused", name="erasure_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("proposed_by", BIG, nullable=False),
        sa.Column("proposed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name=op.f("ck_erasure_proposal_decided_by_somebody")
        ),
        sa.CheckConstraint("ground <> 'replayed'", name=op.f("ck_erasure_proposal_ground_is_given")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_erasure_proposal_decided_at_an_instant")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_erasure_proposal_two_people")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_erasure_proposal_congress_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_erasure_proposal_decided_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_erasure_proposal_entry_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_erasure_proposal_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_proposal_public_id")),
    )
    op.create_index("ix_erasure_proposal_congress", "erasure_proposal", ["congress_id", "state"], unique=False)
    op.create_index(
        "uq_erasure_proposal_waiting",
        "erasure_proposal",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )


def _create_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("period_id", BIG, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(), nullable=True),
        sa.Column("filed_by", BIG, nullable=False),
        sa.Column("is_filed_for", sa.Boolean(), nullable=False),
        sa.Column("filed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "upheld", "rejected", name="objection_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("correction_id", BIG, nullable=True),
        sa.Column("posted_entry_id", BIG, nullable=True),
        sa.CheckConstraint("(state = 'open') = (decided_by IS NULL)", name=op.f("ck_objection_decided_by_somebody")),
        sa.CheckConstraint(
            "(state = 'upheld') = (correction_id IS NOT NULL OR posted_entry_id IS NOT NULL)",
            name=op.f("ck_objection_upheld_leads_on"),
        ),
        sa.CheckConstraint("state = 'open' OR decision_reason <> ''", name=op.f("ck_objection_decided_with_a_reason")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_objection_decided_at_an_instant")
        ),
        sa.CheckConstraint("(entry_id IS NULL) = (happened_on IS NOT NULL)", name=op.f("ck_objection_entry_or_day")),
        sa.CheckConstraint(
            "(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name=op.f("ck_objection_evidence_has_a_name")
        ),
        sa.CheckConstraint("decided_by <> filed_by", name=op.f("ck_objection_another_person")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_objection_congress_id")),
        sa.ForeignKeyConstraint(["correction_id"], ["correction.id"], name=op.f("fk_objection_correction_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_objection_decided_by")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_objection_entry_id")),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_objection_evidence_sha256")),
        sa.ForeignKeyConstraint(["filed_by"], ["account.id"], name=op.f("fk_objection_filed_by")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_objection_mandate_id")),
        sa.ForeignKeyConstraint(["period_id"], ["check_period.id"], name=op.f("fk_objection_period_id")),
        sa.ForeignKeyConstraint(["posted_entry_id"], ["record_entry.id"], name=op.f("fk_objection_posted_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_objection_public_id")),
    )
    op.create_index("ix_objection_congress", "objection", ["congress_id", "state"], unique=False)
    op.create_index("ix_objection_evidence_sha256", "objection", ["evidence_sha256"], unique=False)
    op.create_index("ix_objection_mandate_id", "objection", ["mandate_id"], unique=False)
    op.create_index("ix_objection_period_id", "objection", ["period_id"], unique=False)
    op.create_index(
        "uq_objection_open",
        "objection",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
