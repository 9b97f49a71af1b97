"""The worker tells the deputies of a plan, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.database import db
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.planning.annual.telling import BATCH, JOB, still_to_tell, tell_some

if TYPE_CHECKING:
    from lms.core.jobs import JobContext


@job(JOB, title=N_("Announcing the annual plan"))
def tell_deputies(context: JobContext) -> None:
    """Tell whoever was not told yet; run again, it goes on where it stopped."""
    version_id = int(context.payload["version_id"])
    mandate_ids = list(still_to_tell(db.session(), version_id, now=context.now))
    for start in range(0, len(mandate_ids), BATCH):
        tell_some(version_id, mandate_ids[start : start + BATCH], now=context.now)
        context.progress(min(start + BATCH, len(mandate_ids)), len(mandate_ids), N_("Telling the deputies"))
