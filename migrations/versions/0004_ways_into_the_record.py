"""Ways into the record: who may enter each kind, since when it counts as trained, and what staff and deputies hand in."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("entry_kind_rule", "diary_step")
# In the order in which they refer to one another.
TABLES = ("entry_evidence", "unit_recording", "unit_recording_deputy", "diary_note", "diary_step", "entry_workbook")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
READERS = "readers IN ('offices', 'keepers')"
# What the platform posts itself; no other source entered it before, nor does one after.
OF_THE_PLATFORM = ("course_completion", "study_session_completion")
# What counted before rules had a time counts as known at any instant, so that no old figure changes.
FROM_THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

kind = sa.table(
    "entry_kind",
    sa.column("id", sa.BigInteger),
    sa.column("code", sa.String),
    sa.column("counts_as_trained", sa.Boolean),
    sa.column("sources", sa.String),
)
rule = sa.table(
    "entry_kind_rule",
    sa.column("kind_id", sa.BigInteger),
    sa.column("counts_as_trained", sa.Boolean),
    sa.column("recorded_at", types.UtcInstant(timezone=True)),
)


def upgrade() -> None:
    """Go up. The column that said which kinds count becomes the first rule of each kind."""
    _extend_kinds()
    op.create_table(
        "entry_kind_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind_id", BIG, nullable=False),
        sa.Column("counts_as_trained", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_entry_kind_rule_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_kind_rule")),
    )
    op.create_index("ix_entry_kind_rule_kind", "entry_kind_rule", ["kind_id", "recorded_at"])
    columns = [rule.c.kind_id, rule.c.counts_as_trained, rule.c.recorded_at]
    first = sa.literal(FROM_THE_BEGINNING, types.UtcInstant(timezone=True))
    op.execute(sa.insert(rule).from_select(columns, sa.select(kind.c.id, kind.c.counts_as_trained, first)))
    op.drop_column("entry_kind", "counts_as_trained")
    _create_recordings()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down. Of the rules only the newest of each kind is kept."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.add_column("entry_kind", sa.Column("counts_as_trained", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE entry_kind SET counts_as_trained = COALESCE((SELECT counts_as_trained FROM entry_kind_rule "
        "WHERE kind_id = entry_kind.id ORDER BY recorded_at DESC, id DESC LIMIT 1), counts_as_trained)"
    )
    op.drop_table("entry_kind_rule")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_entry_kind_readers", "entry_kind")
        op.alter_column("entry_kind", "counts_as_trained", server_default=None)
    for column in ("retired_at", "readers", "sources"):
        op.drop_column("entry_kind", column)


def _extend_kinds() -> None:
    """On SQLite by ALTER TABLE of our own: building the table anew would fail on the entries that refer to it."""
    op.add_column("entry_kind", sa.Column("sources", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("entry_kind", sa.Column("retired_at", types.UtcInstant(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE entry_kind ADD COLUMN readers VARCHAR(7) DEFAULT 'offices' NOT NULL "
            f"CONSTRAINT ck_entry_kind_readers CHECK ({READERS})"
        )
    else:
        op.add_column("entry_kind", sa.Column("readers", sa.String(7), server_default="offices", nullable=False))
        op.create_check_constraint(op.f("ck_entry_kind_readers"), "entry_kind", READERS)
    others = sa.update(kind).where(kind.c.code.not_in(OF_THE_PLATFORM))
    op.execute(others.values(sources="api diary excel unit"))


def _create_recordings() -> None:
    op.create_table(
        "entry_evidence",
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("evidence_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_entry_evidence_entry_id")),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_entry_evidence_evidence_sha256")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_evidence")),
    )
    op.create_index("ix_entry_evidence_evidence_sha256", "entry_evidence", ["evidence_sha256"], unique=False)
    op.create_table(
        "unit_recording",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=False),
        sa.Column("kind_id", BIG, nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(), nullable=True),
        sa.Column(
            "state", sa.Enum("draft", "posted", name="state", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("drafted_by", BIG, nullable=False),
        sa.Column("drafted_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("posted_by", BIG, nullable=True),
        sa.Column("posted_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'draft') = (title IS NOT NULL)", name=op.f("ck_unit_recording_emptied_when_posted")
        ),
        sa.CheckConstraint(
            "(state = 'posted') = (posted_at IS NOT NULL)", name=op.f("ck_unit_recording_posted_has_instant")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (details IS NULL AND evidence_sha256 IS NULL)",
            name=op.f("ck_unit_recording_nothing_left"),
        ),
        sa.CheckConstraint(
            "(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name=op.f("ck_unit_recording_evidence_has_a_name")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_unit_recording_congress_id")),
        sa.CheckConstraint(
            "(state = 'posted') = (posted_by IS NOT NULL)", name=op.f("ck_unit_recording_posted_by_somebody")
        ),
        sa.ForeignKeyConstraint(["posted_by"], ["account.id"], name=op.f("fk_unit_recording_posted_by")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_unit_recording_drafted_by")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_unit_recording_electing_body_id")
        ),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_unit_recording_evidence_sha256")),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_unit_recording_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_recording")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_recording_public_id")),
    )
    op.create_index("ix_unit_recording_body", "unit_recording", ["electing_body_id", "drafted_at"], unique=False)
    op.create_index("ix_unit_recording_evidence_sha256", "unit_recording", ["evidence_sha256"], unique=False)
    op.create_table(
        "unit_recording_deputy",
        sa.Column("recording_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("place", BIG, nullable=False),
        sa.Column("entry_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_unit_recording_deputy_entry_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_unit_recording_deputy_mandate_id")),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["unit_recording.id"],
            name=op.f("fk_unit_recording_deputy_recording_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recording_id", "mandate_id", name=op.f("pk_unit_recording_deputy")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_unit_recording_deputy_entry_id")),
    )
    op.create_table(
        "diary_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("kind_id", BIG, nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("evidence_name", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "verified",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("written_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("submitted_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("entry_id", BIG, nullable=True),
        sa.CheckConstraint(
            "(state = 'returned') = (reason IS NOT NULL)", name=op.f("ck_diary_note_returned_has_reason")
        ),
        sa.CheckConstraint(
            "(state = 'verified') = (entry_id IS NOT NULL)", name=op.f("ck_diary_note_verified_has_entry")
        ),
        sa.CheckConstraint(
            "(state IN ('verified', 'withdrawn')) = (title IS NULL)", name=op.f("ck_diary_note_emptied_at_the_end")
        ),
        sa.CheckConstraint(
            "(evidence_sha256 IS NULL) = (evidence_name IS NULL)", name=op.f("ck_diary_note_evidence_has_a_name")
        ),
        sa.CheckConstraint(
            "title IS NOT NULL OR (text IS NULL AND evidence_sha256 IS NULL)", name=op.f("ck_diary_note_nothing_left")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_diary_note_congress_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_diary_note_entry_id")),
        sa.ForeignKeyConstraint(["evidence_sha256"], ["blob.sha256"], name=op.f("fk_diary_note_evidence_sha256")),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_diary_note_kind_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_diary_note_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_note")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_diary_note_entry_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_diary_note_public_id")),
    )
    op.create_index("ix_diary_note_evidence_sha256", "diary_note", ["evidence_sha256"], unique=False)
    op.create_index("ix_diary_note_mandate", "diary_note", ["mandate_id", "occurred_on"], unique=False)
    op.create_index("ix_diary_note_state", "diary_note", ["congress_id", "state", "submitted_at"], unique=False)
    op.create_table(
        "diary_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("note_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "verified",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("is_for_deputy", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_diary_step_account_id")),
        sa.ForeignKeyConstraint(["note_id"], ["diary_note.id"], name=op.f("fk_diary_step_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_step")),
    )
    op.create_index("ix_diary_step_note", "diary_step", ["note_id"], unique=False)
    op.create_table(
        "entry_workbook",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum("checked", "entered", "put_away", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("handed_in_by", BIG, nullable=False),
        sa.Column("handed_in_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by", BIG, nullable=True),
        sa.Column("entered_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'checked') = (file_sha256 IS NOT NULL)", name=op.f("ck_entry_workbook_kept_while_checked")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_entry_workbook_congress_id")),
        sa.ForeignKeyConstraint(["file_sha256"], ["blob.sha256"], name=op.f("fk_entry_workbook_file_sha256")),
        sa.CheckConstraint(
            "(state = 'entered') = (entered_by IS NOT NULL)", name=op.f("ck_entry_workbook_entered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_entry_workbook_entered_by")),
        sa.ForeignKeyConstraint(["handed_in_by"], ["account.id"], name=op.f("fk_entry_workbook_handed_in_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_workbook")),
        sa.UniqueConstraint("public_id", name=op.f("uq_entry_workbook_public_id")),
    )
    op.create_index("ix_entry_workbook_congress", "entry_workbook", ["congress_id", "handed_in_at"], unique=False)
    op.create_index("ix_entry_workbook_file_sha256", "entry_workbook", ["file_sha256"], unique=False)
