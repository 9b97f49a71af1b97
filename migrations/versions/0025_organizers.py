"""Who calls a study session, and who runs it, in the plan and in the study session."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLES = ("plan_line", "study_session")
COLUMNS = ("organized_by", "hosted_by")


def upgrade() -> None:
    """Go up."""
    for table in TABLES:
        for column in COLUMNS:
            op.add_column(table, sa.Column(column, sa.String(100), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Go down."""
    for table in TABLES:
        for column in COLUMNS:
            op.drop_column(table, column)
