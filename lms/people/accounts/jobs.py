"""What sign-in leaves behind is erased: attempts after a day, ended login sessions and used codes after six months."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists

from lms.core import clock
from lms.core.database import transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.people.accounts.models import ActingFor, ActivationCode, LoginAttempt, LoginSession

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobContext

ATTEMPTS_KEPT = timedelta(days=1)
# Six months and a little (Cybersecurity Law, art. 21 (3)).
TRACES_KEPT = timedelta(days=200)


@job("accounts.sweep", title=N_("Erase old traces of sign-in"), crontab="30 3 * * *")
def sweep(_context: JobContext) -> None:
    """Erase what is kept no longer."""
    erase_old(now=clock.now())


def erase_old(*, now: datetime) -> None:
    """Erase attempts, codes and login sessions past their time. A login session in which somebody acted stays."""
    acted_in = exists().where(ActingFor.login_session_id == LoginSession.id)
    with transaction() as session:
        session.execute(delete(LoginAttempt).where(LoginAttempt.last_at < now - ATTEMPTS_KEPT))
        session.execute(delete(ActivationCode).where(ActivationCode.expires_at < now - TRACES_KEPT))
        session.execute(delete(LoginSession).where(LoginSession.expires_at < now - TRACES_KEPT, ~acted_in))
