"""Withdrawing a published course, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.catalog.authoring import access
from lms.catalog.authoring.models import CourseWithdrawal
from lms.catalog.authoring.refusals import NotOpen
from lms.catalog.models import Course, CourseState
from lms.catalog.operations import note_version
from lms.core import events
from lms.core.database import lock_row, transaction

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.core.permissions import Actor

COURSE_WITHDRAWN = "course.withdrawn"


def withdraw(course_id: uuid.UUID, reason: str, *, actor: Actor, now: datetime) -> Course:
    """Take a course out of deputies' sight. Those who began it are told; what was completed stays completed.

    Raises:
        NotFound: the congress has no such course.
        NotOpen: deputies do not see it now.
    """
    with transaction() as session:
        course = lock_row(session, Course, access.any_course(actor, course_id).id)
        if not course.is_open:
            raise NotOpen
        course.state = CourseState.WITHDRAWN
        course.version += 1
        course.updated_at = now
        withdrawal = CourseWithdrawal(
            course_id=course.id, version=course.version, account_id=actor.account_id, reason=reason, recorded_at=now
        )
        session.add(withdrawal)
        session.flush()
        note_version(session, course, "course.withdrawn", actor=actor, now=now)
        events.publish(session, COURSE_WITHDRAWN, {"withdrawal_id": withdrawal.id}, now=now)
        return course
