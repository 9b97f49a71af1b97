"""Tokens of the interface and the requests that they made."""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = types.UtcInstant(timezone=True)
# Frozen here: what an old migration does must not change with the code.
STATES = ("requested", "declined", "granted", "issued", "revoked")
CHECKS = {
    "state": "state IN ({})".format(", ".join(f"'{state}'" for state in STATES)),
    "two_people": "decided_by <> requested_by",
    "who_grants_takes_no_secret": "issued_by <> decided_by",
    "expires_later": "expires_at > requested_at",
    "decided_by_somebody": "(state = 'requested') = (decided_by IS NULL)",
    "revoked_by_somebody": "(state = 'revoked') = (revoked_by IS NOT NULL)",
    "secret_taken_by_somebody": "(secret_digest IS NULL) = (issued_by IS NULL)",
    "issued_has_secret": "state <> 'issued' OR secret_digest IS NOT NULL",
    "secret_once_issued": "secret_digest IS NULL OR state IN ('issued', 'revoked')",
    "digest_is_sha256": "secret_digest IS NULL OR length(secret_digest) = 32",
    "writes": "writes >= 0",
}
PEOPLE = ("requested_by", "decided_by", "issued_by", "revoked_by")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "api_token",
        sa.Column("id", BIG, nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("congress_id", BIG, nullable=False),
        sa.Column("electing_body_id", BIG, nullable=True),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="state", native_enum=False), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("requested_by", BIG, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("issued_by", BIG, nullable=True),
        sa.Column("issued_at", INSTANT, nullable=True),
        sa.Column("revoked_by", BIG, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("writes_in", INSTANT, nullable=True),
        sa.Column("writes", BIG, nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_api_token_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["congress_id"], ["congress.id"], name=op.f("fk_api_token_congress_id")),
        sa.ForeignKeyConstraint(["electing_body_id"], ["electing_body.id"], name=op.f("fk_api_token_electing_body_id")),
        *(sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_api_token_{column}")) for column in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_token_public_id")),
    )
    op.create_index("uq_api_token_secret_digest", "api_token", ["secret_digest"], unique=True)
    op.create_index("ix_api_token_congress", "api_token", ["congress_id", "requested_at"])
    op.create_table(
        "api_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", BIG, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_api_request_digest_is_sha256")),
        sa.CheckConstraint("(status IS NULL) = (body IS NULL)", name=op.f("ck_api_request_answer_is_whole")),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_api_request_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_request")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_api_request_token_id_key")),
    )
    op.create_index("ix_api_request_created_at", "api_request", ["created_at"])
    op.create_index("ix_record_entry_recorded", "record_entry", ["congress_id", "recorded_at", "id"])


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_record_entry_recorded", "record_entry")
    op.drop_table("api_request")
    op.drop_table("api_token")
