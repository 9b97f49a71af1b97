"""The first tables, and the triggers of those that only grow."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Frozen here: what an old migration does must not change with the code.
APPEND_ONLY = (
    "apportionment_run",
    "audit_event",
    "course_completion",
    "course_version",
    "enrolment_change",
    "exemption",
    "lesson_completion",
    "mandate_change",
    "presence_exception",
    "quota_move",
    "record_entry",
    "sign_in",
    "study_session_completion",
)


def _make_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}\n"
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}\n"
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}\n"
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("acting_for_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_audit_event_public_id")),
    )
    op.create_index("ix_audit_event_congress_recorded", "audit_event", ["congress_id", "recorded_at"], unique=False)
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_id"], unique=False)
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("last_put_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_blob_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "congress",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "national",
                "province",
                "prefecture",
                "county",
                "township",
                name="level",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("grassroots_compositions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_congress")),
        sa.UniqueConstraint("code", name=op.f("uq_congress_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_congress_public_id")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("published_at", types.UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_public_id")),
    )
    op.create_index(op.f("ix_event_kind"), "event", ["kind"], unique=False)
    op.create_table(
        "job_schedule",
        sa.Column("job", sa.String(length=100), nullable=False),
        sa.Column("laid_until", types.UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_schedule")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("locked_until", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_login_attempt_failures")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempt")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("sms", "mail", name="outbox_channel", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "bounced",
                "expired",
                "failed",
                name="outbox_message_state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("queued_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("next_try_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finished_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "content IS NOT NULL OR state NOT IN ('queued', 'sending')", name=op.f("ck_outbox_message_content")
        ),
        sa.CheckConstraint(
            "content IS NULL OR state NOT IN ('sent', 'bounced', 'expired')", name=op.f("ck_outbox_message_erased")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outbox_message_public_id")),
    )
    op.create_index(
        "ix_outbox_message_open",
        "outbox_message",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_index("ix_outbox_message_queued_at", "outbox_message", ["queued_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_key", types.BinaryOrder(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("pinyin_initials", sa.String(), nullable=False),
        sa.Column(
            "sex", sa.Enum("male", "female", name="sex", native_enum=False, create_constraint=True), nullable=True
        ),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.LargeBinary(), nullable=True),
        sa.Column(
            "document_kind",
            sa.Enum(
                "resident_id",
                "hk_macao_permit",
                "taiwan_permit",
                "residence_permit",
                name="document_kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_index", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(document_kind IS NULL) = (document_index IS NULL)", name=op.f("ck_person_document_has_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
    )
    op.create_index("uq_person_document_index", "person", ["document_index"], unique=True)
    op.create_index("uq_person_phone_index", "person", ["phone_index"], unique=True)
    op.create_table(
        "worker_heartbeat",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("seen_at", types.UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_heartbeat")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column(
            "duty", sa.Enum("post", "business", name="duty", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_changed_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("opened_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("closed_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_account_username_lower")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_account_closed_by")),
        sa.ForeignKeyConstraint(["opened_in"], ["congress.id"], name=op.f("fk_account_opened_in")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("id", "duty", name="uq_account_id_duty"),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index(op.f("ix_account_opened_in"), "account", ["opened_in"], unique=False)
    op.create_table(
        "course",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("folder", "browser", name="origin", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "withdrawn", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("lecturer", sa.String(), nullable=False),
        sa.Column("lecturer_title", sa.String(), nullable=False),
        sa.Column("published_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("updated_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name=op.f("ck_course_published_at")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_course_version")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_course_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("congress_id", "key", name=op.f("uq_course_congress_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_course_public_id")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_employer_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("congress_id", "name", name=op.f("uq_employer_congress_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_employer_public_id")),
    )
    op.create_table(
        "entry_kind",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "head",
            sa.Enum(
                "attendance",
                "observing",
                "motions",
                "activities",
                "study",
                name="head",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("counts_as_trained", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_entry_kind_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_kind")),
        sa.UniqueConstraint("congress_id", "code", name=op.f("uq_entry_kind_congress_id_code")),
    )
    op.create_table(
        "event_delivery",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("handler", sa.String(length=100), nullable=False),
        sa.Column("next_try_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("given_up_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_delivery_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "handler", name=op.f("pk_event_delivery")),
    )
    op.create_index(
        "ix_event_delivery_open",
        "event_delivery",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=100), nullable=False),
        sa.Column("due_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", name="job_state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("queued_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("next_try_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("finished_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("lease_until", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("claims", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("message_params", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("error_params", sa.JSON(), nullable=False),
        sa.Column("error_name", sa.String(length=200), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("result_name", sa.String(), nullable=False),
        sa.Column("retry_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("retried_by_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_job_run_progress")),
        sa.ForeignKeyConstraint(["result_sha256"], ["blob.sha256"], name=op.f("fk_job_run_result_sha256")),
        sa.ForeignKeyConstraint(
            ["retry_of_id"], ["job_run.id"], name=op.f("fk_job_run_retry_of_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_run_job_due_at")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_run_public_id")),
    )
    op.create_index(
        "ix_job_run_open",
        "job_run",
        ["next_try_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index("ix_job_run_queued_at", "job_run", ["queued_at"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("link_endpoint", sa.String(length=100), nullable=False),
        sa.Column("link_params", sa.JSON(), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("read_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_notice_congress_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    op.create_index("ix_notice_inbox", "notice", ["person_id", "congress_id", "created_at"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["person_id", "congress_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_term_ends_after_start")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_term_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("congress_id", "number", name=op.f("uq_term_congress_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_term_public_id")),
    )
    op.create_table(
        "activation_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("first_use", "forgotten", "reset", name="purpose", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("used_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("voided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_activation_code_account_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_activation_code_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation_code")),
    )
    op.create_index(
        "uq_activation_code_live",
        "activation_code",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("used_at IS NULL AND voided_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND voided_at IS NULL"),
    )
    op.create_table(
        "course_completion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_completion_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_completion")),
        sa.UniqueConstraint("person_id", "course_id", name=op.f("uq_course_completion_person_id_course_id")),
    )
    op.create_index("ix_course_completion_course_id", "course_completion", ["course_id"], unique=False)
    op.create_table(
        "course_legal_basis",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("articles", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_legal_basis_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_legal_basis")),
        sa.UniqueConstraint("course_id", "position", name=op.f("uq_course_legal_basis_course_id_position")),
    )
    op.create_table(
        "course_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "withdrawn", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "version", name=op.f("uq_course_version_course_id_version")),
    )
    op.create_table(
        "electing_body",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("unit", "constituency", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("official_order", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("plan_seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "letter_form",
            sa.Enum(
                "standard", "courtesy", "through_unit", name="letter_form", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("is_army", sa.Boolean(), nullable=False),
        sa.CheckConstraint("plan_seats >= 0", name=op.f("ck_electing_body_plan_seats")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_electing_body_congress_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_electing_body_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electing_body")),
        sa.UniqueConstraint("public_id", name=op.f("uq_electing_body_public_id")),
        sa.UniqueConstraint("term_id", "name", name=op.f("uq_electing_body_term_id_name")),
        sa.UniqueConstraint("term_id", "official_order", name=op.f("uq_electing_body_term_id_official_order")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("reading", "video", name="kind", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_sha256", sa.String(length=64), nullable=True),
        sa.Column("captions_sha256", sa.String(length=64), nullable=True),
        sa.Column("duration_ms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("required_percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("free_tail_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(kind = 'video') = (duration_ms IS NOT NULL)", name=op.f("ck_lesson_duration")),
        sa.CheckConstraint("(kind = 'video') = (media_sha256 IS NOT NULL)", name=op.f("ck_lesson_media")),
        sa.CheckConstraint("duration_ms IS NULL OR duration_ms >= 1000", name=op.f("ck_lesson_duration_ms")),
        sa.CheckConstraint("free_tail_seconds >= 0", name=op.f("ck_lesson_free_tail_seconds")),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_lesson_minutes")),
        sa.CheckConstraint("required_percent BETWEEN 1 AND 100", name=op.f("ck_lesson_required_percent")),
        sa.ForeignKeyConstraint(["captions_sha256"], ["blob.sha256"], name=op.f("fk_lesson_captions_sha256")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_lesson_course_id")),
        sa.ForeignKeyConstraint(["media_sha256"], ["blob.sha256"], name=op.f("fk_lesson_media_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("course_id", "key", name=op.f("uq_lesson_course_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lesson_public_id")),
    )
    op.create_index("ix_lesson_media_sha256", "lesson", ["media_sha256"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "stage",
            sa.Enum("second_factor", "full", name="stage", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("idle_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("last_seen_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("second_factor_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("ended_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "signed_out",
                "revoked",
                "replaced",
                "credentials",
                "roles",
                "closed",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_login_session_ended_has_reason")),
        sa.CheckConstraint("idle_seconds > 0", name=op.f("ck_login_session_idle_seconds")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_login_session_congress_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_login_session_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_session_token_digest")),
    )
    op.create_index("ix_login_session_account", "login_session", ["account_id", "ended_at"], unique=False)
    op.create_index("ix_login_session_expires", "login_session", ["expires_at"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("used_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "roster_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum("checked", "applied", "discarded", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("applied_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_roster_import_congress_id")),
        sa.ForeignKeyConstraint(["file_sha256"], ["blob.sha256"], name=op.f("fk_roster_import_file_sha256")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_roster_import_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_roster_import_public_id")),
    )
    op.create_table(
        "study_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("arrival_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("recommend_until", sa.Date(), nullable=True),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "quotas_out",
                "recommending",
                "list_confirmed",
                "completed",
                "called_off",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("called_off_reason", sa.String(), nullable=True),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'called_off') = (called_off_reason IS NOT NULL)",
            name=op.f("ck_study_session_called_off_says_why"),
        ),
        sa.CheckConstraint(
            "arrival_on <= starts_on AND starts_on <= ends_on", name=op.f("ck_study_session_days_in_order")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_study_session_number_from_one")),
        sa.CheckConstraint("places > 0", name=op.f("ck_study_session_has_places")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_study_session_congress_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_study_session_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_session")),
        sa.UniqueConstraint(
            "congress_id", "year", "kind", "number", name=op.f("uq_study_session_congress_id_year_kind_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_study_session_public_id")),
    )
    op.create_index(
        "ix_study_session_congress_id_starts_on", "study_session", ["congress_id", "starts_on"], unique=False
    )
    op.create_table(
        "totp_secret",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("confirmed_at", types.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_totp_secret_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_totp_secret")),
        sa.UniqueConstraint("account_id", name=op.f("uq_totp_secret_account_id")),
    )
    op.create_table(
        "acting_for",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("electing_body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("ended_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum("done", "signed_out", "replaced", name="end_reason", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_acting_for_ended_has_reason")),
        sa.CheckConstraint("expires_at > started_at", name=op.f("ck_acting_for_expires_after_start")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acting_for_account_id")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_acting_for_congress_id")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_acting_for_electing_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["login_session_id"], ["login_session.id"], name=op.f("fk_acting_for_login_session_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acting_for_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_for")),
        sa.UniqueConstraint("public_id", name=op.f("uq_acting_for_public_id")),
    )
    op.create_index("ix_acting_for_person", "acting_for", ["person_id"], unique=False)
    op.create_index(
        "uq_acting_for_live",
        "acting_for",
        ["login_session_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "apportionment_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("plan_seats", "in_office", "shared", name="basis", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("worksheet", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("applied_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(basis = 'in_office') = (as_at IS NOT NULL)", name=op.f("ck_apportionment_run_in_office_names_its_day")
        ),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_apportionment_run_study_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apportionment_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_apportionment_run_public_id")),
    )
    op.create_index("ix_apportionment_run_study_session_id", "apportionment_run", ["study_session_id"], unique=False)
    op.create_table(
        "lesson_completion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("course_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "way", sa.Enum("watched", "read", name="way", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_completion_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_completion")),
        sa.UniqueConstraint("person_id", "lesson_id", name=op.f("uq_lesson_completion_person_id_lesson_id")),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("electing_body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card_number", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("in_office", "suspended", "ended", name="status", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("is_newly_elected", sa.Boolean(), nullable=False),
        sa.Column(
            "composition",
            sa.Enum(
                "worker",
                "farmer",
                "technician",
                "official",
                "enterprise",
                "military",
                "other",
                name="composition",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("is_grassroots", sa.Boolean(), nullable=False),
        sa.Column("manual_order", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("work_region", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.CheckConstraint("(status = 'ended') = (until_on IS NOT NULL)", name=op.f("ck_mandate_ended_has_date")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_mandate_until_after_from")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_mandate_congress_id")),
        sa.ForeignKeyConstraint(["electing_body_id"], ["electing_body.id"], name=op.f("fk_mandate_electing_body_id")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_mandate_employer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_mandate_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_public_id")),
        sa.UniqueConstraint("term_id", "card_number", name=op.f("uq_mandate_term_id_card_number")),
        sa.UniqueConstraint("term_id", "person_id", name=op.f("uq_mandate_term_id_person_id")),
    )
    op.create_index("ix_mandate_body", "mandate", ["electing_body_id", "status"], unique=False)
    op.create_index("ix_mandate_person", "mandate", ["person_id"], unique=False)
    op.create_table(
        "playback_lease",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("player", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_sha256", sa.String(length=64), nullable=False),
        sa.Column("started_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("counted_until", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("ends_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("carry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("carry >= 0 AND carry < 100000000", name=op.f("ck_playback_lease_carry")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_playback_lease_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_playback_lease_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_playback_lease")),
    )
    op.create_table(
        "reading_state",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_reading_state_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_state_person_id")),
        sa.PrimaryKeyConstraint("person_id", "lesson_id", name=op.f("pk_reading_state")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("electing_body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "deputy",
                "former_deputy",
                "liaison",
                "organizer",
                "class_head",
                "editor",
                "reviewer",
                "approver",
                "business_admin",
                "evaluation_office",
                "system_admin",
                "security_admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "held_duty",
            sa.Enum("post", "business", name="held_duty", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "granted", "declined", "revoked", name="state", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", types.UtcInstant(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", types.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('proposed', 'granted')) = (held_duty IS NOT NULL)", name=op.f("ck_role_grant_held_while_live")
        ),
        sa.CheckConstraint(
            "held_duty IS NULL OR (held_duty = 'post') = (role IN ('auditor', 'security_admin', 'system_admin'))",
            name=op.f("ck_role_grant_duty_of_role"),
        ),
        sa.CheckConstraint(
            "proposed_by IS NOT NULL OR role IN ('auditor', 'security_admin', 'system_admin')",
            name=op.f("ck_role_grant_founding_is_of_a_post"),
        ),
        sa.CheckConstraint(
            "role <> 'liaison' OR electing_body_id IS NOT NULL", name=op.f("ck_role_grant_liaison_has_body")
        ),
        sa.CheckConstraint("role NOT IN ('deputy', 'former_deputy')", name=op.f("ck_role_grant_role_is_granted")),
        sa.CheckConstraint(
            "state <> 'granted' OR proposed_by IS NULL OR decided_by IS NOT NULL", name=op.f("ck_role_grant_granted_by")
        ),
        sa.CheckConstraint("decided_by <> account_id", name=op.f("ck_role_grant_not_granted_to_oneself")),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_role_grant_two_people")),
        sa.CheckConstraint("proposed_by <> account_id", name=op.f("ck_role_grant_not_proposed_to_oneself")),
        sa.ForeignKeyConstraint(["account_id", "held_duty"], ["account.id", "account.duty"], name="fk_role_grant_duty"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_role_grant_congress_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_role_grant_decided_by")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_role_grant_electing_body_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_role_grant_proposed_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name=op.f("fk_role_grant_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_role_grant_public_id")),
    )
    op.create_index("ix_role_grant_congress", "role_grant", ["congress_id", "state"], unique=False)
    op.create_index(
        "uq_role_grant_in_body",
        "role_grant",
        ["account_id", "role", "electing_body_id"],
        unique=True,
        sqlite_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NOT NULL"),
        postgresql_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NOT NULL"),
    )
    op.create_index(
        "uq_role_grant_in_congress",
        "role_grant",
        ["account_id", "role", "congress_id"],
        unique=True,
        sqlite_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NULL"),
        postgresql_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NULL"),
    )
    op.create_index(
        "uq_role_grant_one_post",
        "role_grant",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("held_duty = 'post'"),
        postgresql_where=sa.text("held_duty = 'post'"),
    )
    op.create_table(
        "study_session_quota",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("electing_body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("places >= 0", name=op.f("ck_study_session_quota_places_not_negative")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_study_session_quota_electing_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_study_session_quota_study_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_session_quota")),
        sa.UniqueConstraint("id", "study_session_id", name=op.f("uq_study_session_quota_id_study_session_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_study_session_quota_public_id")),
        sa.UniqueConstraint(
            "study_session_id",
            "electing_body_id",
            name=op.f("uq_study_session_quota_study_session_id_electing_body_id"),
        ),
    )
    op.create_index(
        "uq_study_session_quota_one_reserve",
        "study_session_quota",
        ["study_session_id"],
        unique=True,
        sqlite_where=sa.text("electing_body_id IS NULL"),
        postgresql_where=sa.text("electing_body_id IS NULL"),
    )
    op.create_table(
        "watched_media",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("media_sha256", sa.String(length=64), nullable=False),
        sa.Column("lesson_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.LargeBinary(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("updated_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_watched_media_lesson_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_watched_media_person_id")),
        sa.PrimaryKeyConstraint("person_id", "media_sha256", name=op.f("pk_watched_media")),
    )
    op.create_index("ix_watched_media_person_id_updated_at", "watched_media", ["person_id", "updated_at"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quota_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mandate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "recommended",
                "confirmed",
                "withdrawn",
                "returned",
                "substituted",
                "released",
                name="place_state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("applied_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("recommended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_enrolment_priority_known")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_enrolment_mandate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.ForeignKeyConstraint(
            ["quota_id", "study_session_id"],
            ["study_session_quota.id", "study_session_quota.study_session_id"],
            name="fk_enrolment_quota_of_its_study_session",
        ),
        sa.ForeignKeyConstraint(["study_session_id"], ["study_session.id"], name=op.f("fk_enrolment_study_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrolment_public_id")),
    )
    op.create_index("ix_enrolment_mandate_id", "enrolment", ["mandate_id"], unique=False)
    op.create_index("ix_enrolment_person_id", "enrolment", ["person_id"], unique=False)
    op.create_index("ix_enrolment_quota_id_state", "enrolment", ["quota_id", "state"], unique=False)
    op.create_index(
        "uq_enrolment_one_live",
        "enrolment",
        ["study_session_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('confirmed', 'recommended')"),
        postgresql_where=sa.text("state IN ('confirmed', 'recommended')"),
    )
    op.create_table(
        "exemption",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mandate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_exemption_congress_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_exemption_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exemption_public_id")),
    )
    op.create_index("ix_exemption_mandate", "exemption", ["mandate_id"], unique=False)
    op.create_table(
        "mandate_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mandate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "elected",
                "suspended",
                "resumed",
                "ended",
                "changed",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "61_1",
                "61_2",
                "62_1",
                "62_2",
                "62_3",
                "62_4",
                "62_5",
                "62_6",
                "62_7",
                "62_died",
                name="ground",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("announcement", sa.String(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(ground IS NOT NULL) = (kind IN ('suspended', 'ended'))", name=op.f("ck_mandate_change_ground_when_needed")
        ),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_mandate_change_congress_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_mandate_change_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_change_public_id")),
    )
    op.create_index("ix_mandate_change_congress", "mandate_change", ["congress_id", "effective_on"], unique=False)
    op.create_index("ix_mandate_change_mandate", "mandate_change", ["mandate_id", "effective_on"], unique=False)
    op.create_table(
        "quota_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_quota_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_quota_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moved_at", types.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("from_quota_id <> to_quota_id", name=op.f("ck_quota_move_between_two")),
        sa.CheckConstraint("places > 0", name=op.f("ck_quota_move_moves_something")),
        sa.ForeignKeyConstraint(
            ["from_quota_id"], ["study_session_quota.id"], name=op.f("fk_quota_move_from_quota_id")
        ),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_quota_move_study_session_id")
        ),
        sa.ForeignKeyConstraint(["to_quota_id"], ["study_session_quota.id"], name=op.f("fk_quota_move_to_quota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_quota_move_public_id")),
    )
    op.create_index("ix_quota_move_study_session_id", "quota_move", ["study_session_id"], unique=False)
    op.create_table(
        "record_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mandate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "platform", "unit", "excel", "api", "diary", name="source", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.Column("supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(payload_hash) = 32", name=op.f("ck_record_entry_payload_hash_is_sha256")),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_record_entry_congress_id")),
        sa.ForeignKeyConstraint(["kind_id"], ["entry_kind.id"], name=op.f("fk_record_entry_kind_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_record_entry_mandate_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["record_entry.id"], name=op.f("fk_record_entry_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_entry")),
        sa.UniqueConstraint("congress_id", "source_key", name=op.f("uq_record_entry_congress_id_source_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_entry_public_id")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_record_entry_supersedes_id")),
    )
    op.create_index("ix_record_entry_congress", "record_entry", ["congress_id", "occurred_on"], unique=False)
    op.create_index("ix_record_entry_mandate", "record_entry", ["mandate_id", "occurred_on"], unique=False)
    op.create_table(
        "enrolment_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "recommended",
                "confirmed",
                "withdrawn",
                "returned",
                "substituted",
                "released",
                name="from_state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "recommended",
                "confirmed",
                "withdrawn",
                "returned",
                "substituted",
                "released",
                name="to_state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_change_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_change")),
    )
    op.create_index("ix_enrolment_change_enrolment_id", "enrolment_change", ["enrolment_id"], unique=False)
    op.create_table(
        "entry_payload",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(salt) = 16", name=op.f("ck_entry_payload_salt_is_128_bits")),
        sa.ForeignKeyConstraint(["entry_id"], ["record_entry.id"], name=op.f("fk_entry_payload_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_payload")),
    )
    op.create_table(
        "presence_exception",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_excused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_presence_exception_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_exception")),
        sa.UniqueConstraint("public_id", name=op.f("uq_presence_exception_public_id")),
    )
    op.create_index("ix_presence_exception_enrolment_id", "presence_exception", ["enrolment_id"], unique=False)
    op.create_table(
        "seat_day",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_seat_day_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_day_person_id")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_seat_day")),
    )
    op.create_index("ix_seat_day_enrolment_id", "seat_day", ["enrolment_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_sign_in_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_enrolment_id_day", "sign_in", ["enrolment_id", "day"], unique=False)
    op.create_table(
        "study_session_completion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("study_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_study_session_completion_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_study_session_completion_study_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_session_completion")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_study_session_completion_enrolment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_study_session_completion_public_id")),
    )
    op.create_index(
        "ix_study_session_completion_study_session_id", "study_session_completion", ["study_session_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in APPEND_ONLY:
        _make_append_only(table)


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_study_session_completion_study_session_id", table_name="study_session_completion")
    op.drop_table("study_session_completion")
    op.drop_index("ix_sign_in_enrolment_id_day", table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index("ix_seat_day_enrolment_id", table_name="seat_day")
    op.drop_table("seat_day")
    op.drop_index("ix_presence_exception_enrolment_id", table_name="presence_exception")
    op.drop_table("presence_exception")
    op.drop_table("entry_payload")
    op.drop_index("ix_enrolment_change_enrolment_id", table_name="enrolment_change")
    op.drop_table("enrolment_change")
    op.drop_index("ix_record_entry_mandate", table_name="record_entry")
    op.drop_index("ix_record_entry_congress", table_name="record_entry")
    op.drop_table("record_entry")
    op.drop_index("ix_quota_move_study_session_id", table_name="quota_move")
    op.drop_table("quota_move")
    op.drop_index("ix_mandate_change_mandate", table_name="mandate_change")
    op.drop_index("ix_mandate_change_congress", table_name="mandate_change")
    op.drop_table("mandate_change")
    op.drop_index("ix_exemption_mandate", table_name="exemption")
    op.drop_table("exemption")
    op.drop_index(
        "uq_enrolment_one_live",
        table_name="enrolment",
        sqlite_where=sa.text("state IN ('confirmed', 'recommended')"),
        postgresql_where=sa.text("state IN ('confirmed', 'recommended')"),
    )
    op.drop_index("ix_enrolment_quota_id_state", table_name="enrolment")
    op.drop_index("ix_enrolment_person_id", table_name="enrolment")
    op.drop_index("ix_enrolment_mandate_id", table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index("ix_watched_media_person_id_updated_at", table_name="watched_media")
    op.drop_table("watched_media")
    op.drop_index(
        "uq_study_session_quota_one_reserve",
        table_name="study_session_quota",
        sqlite_where=sa.text("electing_body_id IS NULL"),
        postgresql_where=sa.text("electing_body_id IS NULL"),
    )
    op.drop_table("study_session_quota")
    op.drop_index(
        "uq_role_grant_one_post",
        table_name="role_grant",
        sqlite_where=sa.text("held_duty = 'post'"),
        postgresql_where=sa.text("held_duty = 'post'"),
    )
    op.drop_index(
        "uq_role_grant_in_congress",
        table_name="role_grant",
        sqlite_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NULL"),
        postgresql_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NULL"),
    )
    op.drop_index(
        "uq_role_grant_in_body",
        table_name="role_grant",
        sqlite_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NOT NULL"),
        postgresql_where=sa.text("held_duty IS NOT NULL AND electing_body_id IS NOT NULL"),
    )
    op.drop_index("ix_role_grant_congress", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("reading_state")
    op.drop_table("playback_lease")
    op.drop_index("ix_mandate_person", table_name="mandate")
    op.drop_index("ix_mandate_body", table_name="mandate")
    op.drop_table("mandate")
    op.drop_table("lesson_completion")
    op.drop_index("ix_apportionment_run_study_session_id", table_name="apportionment_run")
    op.drop_table("apportionment_run")
    op.drop_index(
        "uq_acting_for_live",
        table_name="acting_for",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_acting_for_person", table_name="acting_for")
    op.drop_table("acting_for")
    op.drop_table("totp_secret")
    op.drop_index("ix_study_session_congress_id_starts_on", table_name="study_session")
    op.drop_table("study_session")
    op.drop_table("roster_import")
    op.drop_index(op.f("ix_recovery_code_account_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_index("ix_login_session_expires", table_name="login_session")
    op.drop_index("ix_login_session_account", table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("ix_lesson_media_sha256", table_name="lesson")
    op.drop_table("lesson")
    op.drop_table("electing_body")
    op.drop_table("course_version")
    op.drop_table("course_legal_basis")
    op.drop_index("ix_course_completion_course_id", table_name="course_completion")
    op.drop_table("course_completion")
    op.drop_index(
        "uq_activation_code_live",
        table_name="activation_code",
        sqlite_where=sa.text("used_at IS NULL AND voided_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL AND voided_at IS NULL"),
    )
    op.drop_table("activation_code")
    op.drop_table("term")
    op.drop_index(
        "ix_notice_unread",
        table_name="notice",
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_index("ix_notice_inbox", table_name="notice")
    op.drop_table("notice")
    op.drop_index("ix_job_run_queued_at", table_name="job_run")
    op.drop_index(
        "ix_job_run_open",
        table_name="job_run",
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.drop_table("job_run")
    op.drop_index(
        "ix_event_delivery_open",
        table_name="event_delivery",
        sqlite_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL AND given_up_at IS NULL"),
    )
    op.drop_table("event_delivery")
    op.drop_table("entry_kind")
    op.drop_table("employer")
    op.drop_table("course")
    op.drop_index(op.f("ix_account_opened_in"), table_name="account")
    op.drop_table("account")
    op.drop_table("worker_heartbeat")
    op.drop_index("uq_person_phone_index", table_name="person")
    op.drop_index("uq_person_document_index", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_outbox_message_queued_at", table_name="outbox_message")
    op.drop_index(
        "ix_outbox_message_open",
        table_name="outbox_message",
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.drop_table("outbox_message")
    op.drop_table("login_attempt")
    op.drop_table("job_schedule")
    op.drop_index(op.f("ix_event_kind"), table_name="event")
    op.drop_table("event")
    op.drop_table("congress")
    op.drop_table("blob")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index("ix_audit_event_congress_recorded", table_name="audit_event")
    op.drop_table("audit_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
