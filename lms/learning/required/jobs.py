"""Every morning: one reminder to whose day is near, and the list of whose day has passed: of deputies to their liaison,
of units with a task to the organizer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.learning.required.models import RequiredStudy
from lms.learning.required.telling import hand_on, remind, studies_in_force
from lms.learning.tasks.telling import hand_on_units, remind_units

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobContext


@job("learning.required_study", title=N_("Reminders of required study"), crontab="30 8 * * *")
def remind_every_morning(context: JobContext) -> None:
    """In the morning, so that nobody is woken; the newest missed morning is caught up."""
    tell_of_required_study(now=context.now)


def tell_of_required_study(*, now: datetime) -> None:
    """Study by study, each in a transaction of its own."""
    for study_id in [study.id for study in studies_in_force(db.session(), on=local_date(now))]:
        with transaction() as session:
            study = session.get_one(RequiredStudy, study_id)
            remind(session, study, now=now)
            hand_on(session, study, now=now)
            if study.task is not None:
                remind_units(session, study.task, now=now)
                hand_on_units(session, study.task, now=now)
