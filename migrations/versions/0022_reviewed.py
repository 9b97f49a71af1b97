"""The state of a recommendation that the organizer has looked at; it holds its seat like the others."""

import sqlalchemy as sa
from alembic import op

from lms.core.frozen import change_check

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Frozen here: table, constraint, column, and the states before and after.
BEFORE = (
    "'waiting', 'recommended', 'confirmed', 'accepted', 'declined', 'withdrawn', 'returned', 'substituted', 'released'"
)
AFTER = BEFORE.replace("'recommended', ", "'recommended', 'reviewed', ")
STATES = (
    ("enrolment", "ck_enrolment_place_state", "state"),
    ("enrolment_change", "ck_enrolment_change_from_state", "from_state"),
    ("enrolment_change", "ck_enrolment_change_to_state", "to_state"),
)
ONE_LIVE = "uq_enrolment_one_live"
LIVE_BEFORE = "state IN ('accepted', 'confirmed', 'recommended', 'waiting')"
LIVE_AFTER = "state IN ('accepted', 'confirmed', 'recommended', 'reviewed', 'waiting')"


def upgrade() -> None:
    """Go up."""
    for table, name, column in STATES:
        change_check(table, name, f"{column} IN ({BEFORE})", f"{column} IN ({AFTER})")
    _index_live(LIVE_AFTER)


def downgrade() -> None:
    """Go down. It fails while the state is in use."""
    _index_live(LIVE_BEFORE)
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
