"""Venues and lecturers with their bookings, the calendar, plans of terms and years, and checklists."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import make_append_only

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here: what an old migration does must not change with the code. In the order in which they can be dropped.
APPEND_ONLY = ("plan_telling", "held_line", "plan_decision", "term_plan")
OTHERS = (
    "checklist_item",
    "checklist",
    "checklist_template_item",
    "checklist_template",
    "calendar_date",
    "plan_line",
    "plan_version",
    "annual_plan",
    "lecturer_half_day",
    "venue_day",
    "booking",
    "lecturer",
    "venue",
)


def upgrade() -> None:
    """Go up."""
    _create_bookings()
    _create_plans()
    _create_what_becomes_of_plans()
    _create_term_plan_and_calendar()
    _create_checklists()
    make_append_only(*APPEND_ONLY)


def downgrade() -> None:
    """Go down."""
    for table in (*APPEND_ONLY, *OTHERS):
        op.drop_table(table)


def _create_bookings() -> None:
    op.create_table(
        "venue",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column(
            "kind", sa.Enum("venue", "site", name="kind", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("capacity", BIG, nullable=True),
        sa.Column("rooms", sa.String(length=500), nullable=False),
        sa.Column("retired_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_venue_holds_somebody")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_venue_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("congress_id", "name", name=op.f("uq_venue_congress_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_venue_public_id")),
    )
    op.create_table(
        "lecturer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("topics", sa.String(length=500), nullable=False),
        sa.Column("retired_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_lecturer_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecturer")),
        sa.UniqueConstraint("congress_id", "name", "post", name=op.f("uq_lecturer_congress_id_name_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lecturer_public_id")),
    )
    _create_bookings_themselves()


def _create_bookings_themselves() -> None:
    op.create_table(
        "booking",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("venue_id", BIG, nullable=True),
        sa.Column("lecturer_id", BIG, nullable=True),
        sa.Column("subject_kind", sa.String(length=50), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "half",
            sa.Enum("day", "morning", "afternoon", name="half", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("people", BIG, nullable=True),
        sa.Column("booked_by", BIG, nullable=False),
        sa.Column("booked_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("cancelled_by", BIG, nullable=True),
        sa.Column("cancelled_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("venue_id IS NULL OR half = 'day'", name=op.f("ck_booking_venue_for_whole_days")),
        sa.CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name=op.f("ck_booking_subject_whole")),
        sa.CheckConstraint("(venue_id IS NULL) <> (lecturer_id IS NULL)", name=op.f("ck_booking_of_one_thing")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_booking_days_in_order")),
        sa.CheckConstraint("people > 0", name=op.f("ck_booking_of_somebody")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_booking_congress_id")),
        sa.ForeignKeyConstraint(["lecturer_id"], ["lecturer.id"], name=op.f("fk_booking_lecturer_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_booking_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("public_id", name=op.f("uq_booking_public_id")),
    )
    op.create_index("ix_booking_lecturer_id", "booking", ["lecturer_id", "first_on"], unique=False)
    op.create_index("ix_booking_subject", "booking", ["subject_kind", "subject_id"], unique=False)
    op.create_index("ix_booking_venue_id", "booking", ["venue_id", "first_on"], unique=False)
    op.create_table(
        "venue_day",
        sa.Column("venue_id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booking_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_venue_day_booking_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_day_venue_id")),
        sa.PrimaryKeyConstraint("venue_id", "day", name=op.f("pk_venue_day")),
    )
    op.create_index(op.f("ix_venue_day_booking_id"), "venue_day", ["booking_id"], unique=False)
    op.create_table(
        "lecturer_half_day",
        sa.Column("lecturer_id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "half",
            sa.Enum("day", "morning", "afternoon", name="half", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("booking_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_lecturer_half_day_booking_id")),
        sa.ForeignKeyConstraint(["lecturer_id"], ["lecturer.id"], name=op.f("fk_lecturer_half_day_lecturer_id")),
        sa.PrimaryKeyConstraint("lecturer_id", "day", "half", name=op.f("pk_lecturer_half_day")),
    )
    op.create_index(op.f("ix_lecturer_half_day_booking_id"), "lecturer_half_day", ["booking_id"], unique=False)


def _create_plans() -> None:
    op.create_table(
        "annual_plan",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("published_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_annual_plan_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_plan")),
        sa.UniqueConstraint("congress_id", "year", name=op.f("uq_annual_plan_congress_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_annual_plan_public_id")),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "in_principle",
                "approved",
                "superseded",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("lead", sa.String(length=4000), nullable=False),
        sa.Column("edits", BIG, nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("begun_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_plan_version_number_from_one")),
        sa.ForeignKeyConstraint(["plan_id"], ["annual_plan.id"], name=op.f("fk_plan_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_version_public_id")),
    )
    op.create_index(
        "uq_plan_version_one_current",
        "plan_version",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_index(
        "uq_plan_version_one_working",
        "plan_version",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'in_principle', 'submitted')"),
        postgresql_where=sa.text("state IN ('draft', 'in_principle', 'submitted')"),
    )
    op.create_table(
        "plan_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "thematic",
                "induction",
                "study_tour",
                "business_training",
                "exchange",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("number", BIG, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=300), nullable=False),
        sa.Column("month", BIG, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("places", BIG, nullable=False),
        sa.Column("audience", sa.String(length=300), nullable=False),
        sa.Column("venue_id", BIG, nullable=True),
        sa.Column("edits", BIG, nullable=False),
        sa.CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name=op.f("ck_plan_line_both_days")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_plan_line_month")),
        sa.CheckConstraint("number > 0", name=op.f("ck_plan_line_number_from_one")),
        sa.CheckConstraint("places > 0", name=op.f("ck_plan_line_has_places")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_plan_line_days_in_order")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_plan_line_venue_id")),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_plan_line_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_line_public_id")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_line_version_id_key")),
    )


def _create_what_becomes_of_plans() -> None:
    op.create_table(
        "plan_decision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "begun",
                "submitted",
                "returned",
                "in_principle",
                "approved",
                name="decision",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_sha256"], ["blob.sha256"], name=op.f("fk_plan_decision_file_sha256")),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_plan_decision_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_decision_public_id")),
    )
    op.create_index("ix_plan_decision_version_id", "plan_decision", ["version_id"], unique=False)
    op.create_table(
        "held_line",
        sa.Column("line_key", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("subject_kind", sa.String(length=50), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_held_line_congress_id")),
        sa.PrimaryKeyConstraint("line_key", name=op.f("pk_held_line")),
    )
    op.create_table(
        "plan_telling",
        sa.Column("version_id", BIG, autoincrement=False, nullable=False),
        sa.Column("mandate_id", BIG, autoincrement=False, nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_plan_telling_mandate_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_plan_telling_notice_id")),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_plan_telling_version_id")),
        sa.PrimaryKeyConstraint("version_id", "mandate_id", name=op.f("pk_plan_telling")),
    )


def _create_term_plan_and_calendar() -> None:
    op.create_table(
        "term_plan",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("term_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_term_plan_number_from_one")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_term_plan_congress_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_plan_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_term_plan_public_id")),
        sa.UniqueConstraint("term_id", "number", name=op.f("uq_term_plan_term_id_number")),
    )
    op.create_table(
        "calendar_date",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("plenary", "committee", "other", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("entered_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_calendar_date_days_in_order")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_calendar_date_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_date")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_date_public_id")),
    )
    op.create_index("ix_calendar_date_congress", "calendar_date", ["congress_id", "first_on"], unique=False)


def _create_checklists() -> None:
    op.create_table(
        "checklist_template",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("retired_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_checklist_template_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_template")),
        sa.UniqueConstraint("congress_id", "name", name=op.f("uq_checklist_template_congress_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_template_public_id")),
    )
    op.create_table(
        "checklist_template_item",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", BIG, nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("days_before", BIG, nullable=False),
        sa.CheckConstraint("days_before BETWEEN -250 AND 250", name=op.f("ck_checklist_template_item_within_a_year")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["checklist_template.id"], name=op.f("fk_checklist_template_item_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_template_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_template_item_public_id")),
    )
    op.create_index("ix_checklist_template_item_template_id", "checklist_template_item", ["template_id"], unique=False)
    op.create_table(
        "checklist",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("subject_kind", sa.String(length=50), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("copied_by", BIG, nullable=False),
        sa.Column("copied_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_checklist_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint(
            "congress_id",
            "subject_kind",
            "subject_id",
            "name",
            name=op.f("uq_checklist_congress_id_subject_kind_subject_id_name"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_public_id")),
    )
    op.create_table(
        "checklist_item",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_id", BIG, nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("days_before", BIG, nullable=False),
        sa.Column("done_by", BIG, nullable=True),
        sa.Column("done_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_checklist_item_done_by_somebody")),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_item_checklist_id")),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_checklist_item_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_item_public_id")),
    )
    op.create_index("ix_checklist_item_checklist_id", "checklist_item", ["checklist_id"], unique=False)
