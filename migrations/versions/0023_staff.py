"""Study sessions for staff, by sending unit: whom units can send, and enrolments without a mandate.

SQLite can neither add a key to a table that is there nor take a NOT NULL away; `lms.core.frozen` changes its words instead.
"""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import change_text, must_not_be

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen here.
KEY = "CONSTRAINT fk_enrolment_staff_member_id FOREIGN KEY(staff_member_id) REFERENCES staff_member (id)"
DEPUTY_OR_STAFF = "(staff_member_id IS NULL) = (mandate_id IS NOT NULL)"
STAFF_ARE_SENT = "audience = 'deputies' OR NOT is_open"
PRIMARY_KEY = "CONSTRAINT pk_enrolment PRIMARY KEY (id)"
CONSTRAINTS = f"{PRIMARY_KEY}, {KEY}, CONSTRAINT ck_enrolment_deputy_or_staff CHECK ({DEPUTY_OR_STAFF})"


def upgrade() -> None:
    """Go up."""
    _create_staff_member()
    op.execute(
        "ALTER TABLE study_session ADD COLUMN audience VARCHAR(8) DEFAULT 'deputies' NOT NULL"
        " CONSTRAINT ck_study_session_audience CHECK (audience IN ('deputies', 'staff'))"
        f" CONSTRAINT ck_study_session_staff_are_sent CHECK ({STAFF_ARE_SENT})"
    )
    op.add_column("enrolment", sa.Column("staff_member_id", BIG, nullable=True))
    must_not_be("enrolment", "mandate_id IS NULL")
    op.create_index("ix_enrolment_staff_member_id", "enrolment", ["staff_member_id"])
    _let_notice_be_missing(missing=True)
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key("fk_enrolment_staff_member_id", "enrolment", "staff_member", ["staff_member_id"], ["id"])
        op.create_check_constraint(op.f("ck_enrolment_deputy_or_staff"), "enrolment", DEPUTY_OR_STAFF)
    else:
        change_text("enrolment", PRIMARY_KEY, CONSTRAINTS)


def downgrade() -> None:
    """Go down. It fails while there is staff on a list."""
    must_not_be("enrolment", "mandate_id IS NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_enrolment_deputy_or_staff", "enrolment")
        op.drop_constraint("fk_enrolment_staff_member_id", "enrolment")
    else:
        change_text("enrolment", CONSTRAINTS, PRIMARY_KEY)
    _let_notice_be_missing(missing=False)
    op.drop_index("ix_enrolment_staff_member_id", "enrolment")
    op.drop_column("enrolment", "staff_member_id")
    op.drop_column("study_session", "audience")
    op.drop_table("staff_member")


def _let_notice_be_missing(*, missing: bool) -> None:
    """Staff have no inbox."""
    must, may = "notice_id INTEGER NOT NULL", "notice_id INTEGER"
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("call_up_notice", "notice_id", nullable=missing)
    elif missing:
        change_text("call_up_notice", must, may)
    else:
        must_not_be("call_up_notice", "notice_id IS NULL")
        change_text("call_up_notice", may, must)


def _create_staff_member() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("post", sa.String(60), nullable=False),
        sa.Column(
            "state", sa.Enum("active", "left", name="state", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("added_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_staff_member_congress_id")),
        sa.ForeignKeyConstraint(
            ["electing_body_id"], ["electing_body.id"], name=op.f("fk_staff_member_electing_body_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_staff_member_public_id")),
        sa.UniqueConstraint("electing_body_id", "person_id", name=op.f("uq_staff_member_electing_body_id_person_id")),
    )
    op.create_index("ix_staff_member_person_id", "staff_member", ["person_id"])
    op.create_index(
        "uq_staff_member_one_active",
        "staff_member",
        ["congress_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
