"""Requests are forgotten after a week: whoever repeats one does so within hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from lms.core.database import transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.interop.api.models import ApiRequest

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobContext

REQUESTS_KEPT = timedelta(days=7)


@job("interop.sweep", title=N_("Forget old requests of other systems"), crontab="50 3 * * *")
def sweep(context: JobContext) -> None:
    """Every night."""
    forget_old(now=context.now)


def forget_old(*, now: datetime) -> None:
    """Erase requests past their time."""
    with transaction() as session:
        session.execute(delete(ApiRequest).where(ApiRequest.created_at < now - REQUESTS_KEPT))
