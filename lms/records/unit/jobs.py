"""Drafts that nobody posted are let go: they hold personal data (docs/privacy.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.jobs import job
from lms.records.unit import operations

if TYPE_CHECKING:
    from lms.core.jobs import JobContext

FORGOTTEN = timedelta(days=30)


@job("records.forgotten_recordings", title=N_("Letting forgotten recordings of units go"), crontab="25 3 * * *")
def let_go_nightly(context: JobContext) -> None:
    """Every night, before the sweep of files takes their bytes away."""
    operations.discard_forgotten(before=context.now - FORGOTTEN)
