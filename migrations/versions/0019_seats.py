"""The life of a place: waiting, accepted, declined; cut-off and stop day; open study sessions; interest.

Four CHECKs grow, and places that nobody moves by hand leave a pool too. SQLite can alter neither a CHECK nor a NOT NULL,
and building an append-only table anew would drop its triggers; `lms.core.frozen` changes its words instead.
"""

import sqlalchemy as sa
from alembic import op

from lms.core import database as types
from lms.core.frozen import change_check, change_text, must_not_be

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONGEST_NOTE = 200

# Frozen here: table, constraint, column, and the states before and after.
BEFORE = "'recommended', 'confirmed', 'withdrawn', 'returned', 'substituted', 'released'"
AFTER = (
    "'waiting', 'recommended', 'confirmed', 'accepted', 'declined', 'withdrawn', 'returned', 'substituted', 'released'"
)
STATES = (
    ("enrolment", "ck_enrolment_place_state", "state"),
    ("enrolment_change", "ck_enrolment_change_from_state", "from_state"),
    ("enrolment_change", "ck_enrolment_change_to_state", "to_state"),
)
ONE_LIVE = "uq_enrolment_one_live"
LIVE_BEFORE = "state IN ('confirmed', 'recommended')"
LIVE_AFTER = "state IN ('accepted', 'confirmed', 'recommended', 'waiting')"
DAYS, FLAGS = ("cut_off_on", "stop_on"), ("is_open", "fills_by_itself")


def upgrade() -> None:
    """Go up."""
    for table, name, column in STATES:
        change_check(table, name, f"{column} IN ({BEFORE})", f"{column} IN ({AFTER})")
    change_check("enrolment", "ck_enrolment_priority_known", "priority BETWEEN 1 AND 3", "priority BETWEEN 1 AND 4")
    _index_live(LIVE_AFTER)
    _let_nobody_have_moved(nobody=True)
    op.add_column("enrolment", sa.Column("rank", BIG, nullable=True))
    op.create_index("ix_enrolment_queue", "enrolment", ["study_session_id", "state", "applied_at"])
    op.add_column(
        "enrolment_change", sa.Column("is_for_deputy", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for column in DAYS:
        op.add_column("study_session", sa.Column(column, sa.Date(), nullable=True))
    for column in FLAGS:
        op.add_column("study_session", sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))
    _create_interest()


def downgrade() -> None:
    """Go down. It fails while a state or a move is in use that was not known before."""
    op.drop_table("study_session_interest")
    for column in (*DAYS, *FLAGS):
        op.drop_column("study_session", column)
    op.drop_column("enrolment_change", "is_for_deputy")
    op.drop_index("ix_enrolment_queue", "enrolment")
    op.drop_column("enrolment", "rank")
    _let_nobody_have_moved(nobody=False)
    _index_live(LIVE_BEFORE)
    change_check("enrolment", "ck_enrolment_priority_known", "priority BETWEEN 1 AND 4", "priority BETWEEN 1 AND 3")
    for table, name, column in STATES:
        change_check(table, name, f"{column} IN ({AFTER})", f"{column} IN ({BEFORE})")


def _index_live(where: str) -> None:
    op.drop_index(ONE_LIVE, "enrolment")
    op.create_index(
        ONE_LIVE,
        "enrolment",
        ["study_session_id", "person_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _let_nobody_have_moved(*, nobody: bool) -> None:
    """After the cut-off day places leave a unit's pool by themselves."""
    must, may = "account_id INTEGER NOT NULL", "account_id INTEGER"
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("quota_move", "account_id", nullable=nobody)
    elif nobody:
        change_text("quota_move", must, may)
    else:
        must_not_be("quota_move", "account_id IS NULL")
        change_text("quota_move", may, must)


def _create_interest() -> None:
    op.create_table(
        "study_session_interest",
        sa.Column("id", BIG, nullable=False),
        sa.Column("study_session_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("note", sa.String(LONGEST_NOTE), nullable=False),
        sa.Column("told_at", types.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_session_id"], ["study_session.id"], name=op.f("fk_study_session_interest_study_session_id")
        ),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_study_session_interest_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_session_interest")),
        sa.UniqueConstraint(
            "study_session_id", "mandate_id", name=op.f("uq_study_session_interest_study_session_id_mandate_id")
        ),
    )
    op.create_index("ix_study_session_interest_mandate_id", "study_session_interest", ["mandate_id"])
