"""Work in the background for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.jobs.registry import job
from lms.records.log import mailing, sequencer

if TYPE_CHECKING:
    from lms.core.jobs.context import JobContext


@job("records.sequence", title=N_("Placing new entries in the log of the record"), crontab="* * * * *")
def sequence(context: JobContext) -> None:
    """Each minute; well within `sequencer.MOST_DELAY`."""
    sequencer.sequence(now=context.now)


@job("records.checkpoint_mail", title=N_("Mailing the newest checkpoint of the log"), crontab="30 4 * * *")
def mail_checkpoint(context: JobContext) -> None:
    """Every night, if the log has grown and there is somewhere to mail it."""
    mailing.mail_newest(due_at=context.due_at or context.now, now=context.now)
