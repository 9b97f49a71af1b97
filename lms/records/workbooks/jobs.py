"""Workbooks that nobody decided on are let go: they hold personal data (docs/privacy.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.jobs import job
from lms.records.workbooks import operations

if TYPE_CHECKING:
    from lms.core.jobs import JobContext

UNDECIDED = timedelta(days=7)


@job("records.undecided_workbooks", title=N_("Letting undecided workbooks of entries go"), crontab="30 3 * * *")
def let_go_nightly(context: JobContext) -> None:
    """Every night, before the sweep of files takes their bytes away."""
    operations.put_away_undecided(before=context.now - UNDECIDED, now=context.now)
