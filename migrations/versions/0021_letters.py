"""Official letters, call-ups, and private calendars."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = ("call_up_notice", "letter_event")
# In the order in which they can be dropped.
TABLES = (*APPEND_ONLY, "call_up", "letter", "letterhead", "letter_series", "letter_draft", "calendar_feed")


def upgrade() -> None:
    """Go up."""
    _create_drafts()
    _create_letters()
    _create_call_ups()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        op.drop_table(table)


def _create_drafts() -> None:
    op.create_table(
        "letter_draft",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        _enum("state", "drafted", "checked", "signed", "set_aside"),
        sa.Column("drafted_by", BIG, nullable=False),
        sa.Column("drafted_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("checked_by", BIG, nullable=True),
        sa.Column("checked_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("signed_by", BIG, nullable=True),
        sa.Column("signed_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'signed') = (signed_by IS NOT NULL)", name=op.f("ck_letter_draft_signed_by_somebody")
        ),
        sa.CheckConstraint("(checked_by IS NULL) = (checked_at IS NULL)", name=op.f("ck_letter_draft_checked_when")),
        sa.CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name=op.f("ck_letter_draft_signed_when")),
        sa.CheckConstraint("checked_by <> drafted_by", name=op.f("ck_letter_draft_checked_by_another")),
        sa.CheckConstraint("signed_by <> drafted_by", name=op.f("ck_letter_draft_signed_by_another")),
        sa.CheckConstraint("signed_by IS NULL OR checked_by IS NOT NULL", name=op.f("ck_letter_draft_checked_before")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_letter_draft_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_draft_public_id")),
    )
    op.create_index("ix_letter_draft_congress_id_state", "letter_draft", ["congress_id", "state"])
    op.create_table(
        "letter_series",
        sa.Column("congress_id", BIG, autoincrement=False, nullable=False),
        sa.Column("year", BIG, autoincrement=False, nullable=False),
        sa.Column("last_number", BIG, nullable=False),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_letter_series_from_one")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_letter_series_congress_id")),
        sa.PrimaryKeyConstraint("congress_id", "year", name=op.f("pk_letter_series")),
    )
    op.create_table(
        "letterhead",
        sa.Column("congress_id", BIG, autoincrement=False, nullable=False),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("contact", sa.String(length=100), nullable=False),
        sa.Column("changed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_letterhead_congress_id")),
        sa.PrimaryKeyConstraint("congress_id", name=op.f("pk_letterhead")),
    )


def _create_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        _enum("form", "standard", "courtesy", "through_unit"),
        sa.Column("issuer", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=100), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        _enum("delivery", "mail", "post"),
        _enum("state", "to_send", "sent", "bounced", "received"),
        sa.Column("signed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("changed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("supersedes_id", BIG, nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_letter_number_from_one")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_letter_congress_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["letter_draft.id"], name=op.f("fk_letter_draft_id")),
        sa.ForeignKeyConstraint(["sealed_sha256"], ["blob.sha256"], name=op.f("fk_letter_sealed_sha256")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["letter.id"], name=op.f("fk_letter_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("congress_id", "year", "number", name=op.f("uq_letter_congress_id_year_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_public_id")),
    )
    op.create_index("ix_letter_congress_id_state", "letter", ["congress_id", "state"])
    op.create_index("ix_letter_draft_id", "letter", ["draft_id"])
    op.create_index("ix_letter_mail_id", "letter", ["mail_id"])
    op.create_table(
        "letter_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("letter_id", BIG, nullable=False),
        _enum("state", "to_send", "sent", "bounced", "received"),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("happened_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_event_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_event")),
    )
    op.create_index("ix_letter_event_letter_id", "letter_event", ["letter_id"])


def _create_call_ups() -> None:
    op.create_table(
        "call_up",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", BIG, nullable=False),
        sa.Column("draft_id", BIG, nullable=False),
        _enum("change", "none", "postponed", "moved", "called_off"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("arrival_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("bring", sa.String(length=500), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.CheckConstraint("change = 'none' OR reason <> ''", name=op.f("ck_call_up_change_says_why")),
        sa.CheckConstraint("arrival_on <= starts_on AND starts_on <= ends_on", name=op.f("ck_call_up_days_in_order")),
        sa.ForeignKeyConstraint(["draft_id"], ["letter_draft.id"], name=op.f("fk_call_up_draft_id")),
        sa.ForeignKeyConstraint(["study_session_id"], ["study_session.id"], name=op.f("fk_call_up_study_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_up")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_call_up_draft_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_up_public_id")),
    )
    op.create_index("ix_call_up_study_session_id", "call_up", ["study_session_id"])
    op.create_table(
        "call_up_notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_up_id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        _enum("told", "called", "changed", "cancelled"),
        sa.Column("notice_id", BIG, nullable=False),
        sa.Column("letter_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["call_up_id"], ["call_up.id"], name=op.f("fk_call_up_notice_call_up_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_call_up_notice_enrolment_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_call_up_notice_letter_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_call_up_notice_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_up_notice")),
        sa.UniqueConstraint("call_up_id", "enrolment_id", name=op.f("uq_call_up_notice_call_up_id_enrolment_id")),
    )
    op.create_index("ix_call_up_notice_enrolment_id", "call_up_notice", ["enrolment_id"])
    op.create_index("ix_call_up_notice_letter_id", "call_up_notice", ["letter_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("revoked_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_calendar_feed_congress_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_feed_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feed_token_digest")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id", "congress_id"])


def _enum(name: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=name, native_enum=False, create_constraint=True), nullable=False)
