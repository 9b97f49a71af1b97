"""Deputies of the congresses below in a congress's study sessions; and whose places each enrolment takes.

SQLite can add neither a key nor a NOT NULL to a table that is there, and building one anew is dear; its words are changed
instead, where `lms.core.frozen` says why that is sound.
"""

import sqlalchemy as sa
from alembic import op

from lms.core.frozen import change_text

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ANOTHER = "congress_below_id <> congress_id"
PLAN_SEATS = "CONSTRAINT ck_electing_body_plan_seats CHECK (plan_seats >= 0)"
BELOW = "CONSTRAINT fk_electing_body_congress_below_id FOREIGN KEY(congress_below_id) REFERENCES congress (id)"
BELOW_IS_ANOTHER = f"CONSTRAINT ck_electing_body_below_is_another CHECK ({ANOTHER})"
MANDATE = "CONSTRAINT fk_enrolment_mandate_id FOREIGN KEY(mandate_id) REFERENCES mandate (id)"
UNIT = "CONSTRAINT fk_enrolment_unit_id FOREIGN KEY(unit_id) REFERENCES electing_body (id)"

# Until now everyone came by the electing body of the own mandate.
BY_OWN_BODY = """
    UPDATE enrolment SET unit_id = coalesce(
        (SELECT electing_body_id FROM mandate WHERE mandate.id = enrolment.mandate_id),
        (SELECT electing_body_id FROM study_session_quota WHERE study_session_quota.id = enrolment.quota_id)
    )
"""


def upgrade() -> None:
    """Go up."""
    op.add_column("study_session", sa.Column("admits_below", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("electing_body", sa.Column("congress_below_id", BIG, nullable=True))
    op.create_index("uq_electing_body_below", "electing_body", ["term_id", "congress_below_id"], unique=True)
    op.add_column("enrolment", sa.Column("unit_id", BIG, nullable=True))
    op.execute(BY_OWN_BODY)
    op.create_index("ix_enrolment_unit_id", "enrolment", ["unit_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_electing_body_congress_below_id", "electing_body", "congress", ["congress_below_id"], ["id"]
        )
        op.create_check_constraint(op.f("ck_electing_body_below_is_another"), "electing_body", ANOTHER)
        op.create_foreign_key("fk_enrolment_unit_id", "enrolment", "electing_body", ["unit_id"], ["id"])
        op.alter_column("enrolment", "unit_id", nullable=False)
        return
    change_text("electing_body", PLAN_SEATS, f"{PLAN_SEATS}, {BELOW_IS_ANOTHER}, {BELOW}")
    change_text("enrolment", MANDATE, f"{MANDATE}, {UNIT}")
    change_text("enrolment", "unit_id INTEGER", "unit_id INTEGER NOT NULL")


def downgrade() -> None:
    """Go down. Whose places an enrolment takes is the own mandate's electing body again."""
    if op.get_bind().dialect.name == "sqlite":
        change_text("enrolment", f", {UNIT}", "")
        change_text("electing_body", f", {BELOW_IS_ANOTHER}, {BELOW}", "")
    op.drop_index("ix_enrolment_unit_id", "enrolment")
    op.drop_column("enrolment", "unit_id")
    op.drop_index("uq_electing_body_below", "electing_body")
    op.drop_column("electing_body", "congress_below_id")
    op.drop_column("study_session", "admits_below")
