"""Who recorded and who confirmed a viewing: they answer no objection to the entry that came of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import Course, Lesson
from lms.learning.operations.completion import SOURCE
from lms.learning.viewings.models import GroupCompletion, GroupViewing
from lms.people.models import Mandate
from lms.records.hands import hands
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@hands
def hands_of_viewings(session: Session, entry_id: int) -> Sequence[int]:
    """Those of every viewing by which the deputy completed a lesson of the course that the entry is about."""
    entry = session.get_one(RecordEntry, entry_id)
    source, _, rest = entry.source_key.partition(":")
    if source != SOURCE:
        return ()
    found = session.execute(
        select(GroupViewing.recorded_by, GroupViewing.confirmed_by)
        .join(GroupCompletion, GroupCompletion.viewing_id == GroupViewing.id)
        .join(Mandate, Mandate.person_id == GroupCompletion.person_id)
        .join(Lesson, Lesson.id == GroupCompletion.lesson_id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Mandate.id == entry.mandate_id, Course.public_id == uuid.UUID(rest.partition(":")[0]))
    )
    return [account_id for pair in found for account_id in pair if account_id is not None]
