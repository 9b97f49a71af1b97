"""Files of questions that nobody decided on are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lms.catalog.authoring.imports import operations
from lms.core.i18n import N_
from lms.core.jobs import job

if TYPE_CHECKING:
    from lms.core.jobs import JobContext

UNDECIDED = timedelta(days=30)


@job("catalog.undecided_imports", title=N_("Letting undecided files of questions go"), crontab="15 3 * * *")
def let_go_nightly(context: JobContext) -> None:
    """Every night."""
    operations.forget_undecided(before=context.now - UNDECIDED)
