"""Samples of the shell and of what all rooms share: jobs, notices, the style guide."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core import clock, jobs
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs.models import JobRun
from lms.core.permissions import Role
from lms.notices.models import Notice
from lms.notices.operations import tell
from lms.reports.queries import EXPORT_JOB
from tests.architecture.samples.known import account, actor, newest, npc


def lay() -> None:
    """A job and an unread notice."""
    now = clock.now()
    payload = {
        "congress_id": npc(),
        "as_at": "2026-06-30",
        "known_at": now.isoformat(),
        "bodies": None,
        "format": "csv",
    }
    by, deputy = actor("system", Role.SYSTEM_ADMIN), account("deputy").person_id
    with transaction() as session:
        jobs.enqueue(session, EXPORT_JOB, payload, actor=by, now=now)
        text = N_("You are signed out.")
        tell(session, person_id=deputy, congress_id=by.congress_id, kind="test.notice", template=text, now=now)


def _notice() -> Any:
    theirs = select(Notice.public_id).where(Notice.person_id == account("deputy").person_id)
    return db.session.scalars(theirs.order_by(Notice.id.desc())).first()


SAMPLES: dict[str, Any] = {
    "jobs": lambda: newest(JobRun),
    "notices": _notice,
    "static": lambda: "css/base.css",
    "status": lambda: 404,
}
