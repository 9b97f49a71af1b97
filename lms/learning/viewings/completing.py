"""What a confirmed viewing does: completions on its day, and each deputy is told. All in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import LessonKind
from lms.core.i18n import N_
from lms.learning.models import LessonCompletion, Way
from lms.learning.operations.completion import complete_lesson, lock_people
from lms.learning.viewings.models import GroupCompletion
from lms.notices import Link, tell

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.learning.viewings.models import GroupViewing
    from lms.people.models import Mandate

TOGETHER = {LessonKind.VIDEO: Way.WATCHED, LessonKind.READING: Way.READ}
"""What can be taken together, and how it is then completed. A kind that is missing says itself when one person has completed it."""

TOLD = N_("%(unit)s recorded that you took part in a group viewing on %(day)s, and a second person confirmed it.")
TOLD_DETAIL = N_(
    "The page of the course shows what was noted. If it is not right, please tell your unit; to what it entered in your "
    "performance record you can object there."
)


def complete_for_all(session: Session, viewing: GroupViewing, *, now: datetime) -> int:
    """Complete the viewing's lessons for each of its deputies who has not completed them, and tell all of them.

    Returns:
        How many deputies completed something.
    """
    people = sorted({each.mandate.person_id for each in viewing.deputies})
    lock_people(session, people)
    completed = sum(_complete(session, viewing, person_id, now=now) for person_id in people)
    for each in viewing.deputies:
        _tell(session, viewing, each.mandate, now=now)
    return completed


def _complete(session: Session, viewing: GroupViewing, person_id: int, *, now: datetime) -> bool:
    """Under the person's lock; what they completed alone stays theirs."""
    done = set(session.scalars(select(LessonCompletion.lesson_id).where(LessonCompletion.person_id == person_id)))
    new = [each for each in viewing.lessons if each.id not in done]
    for lesson in new:
        way = TOGETHER[lesson.kind]
        complete_lesson(session, person_id=person_id, lesson_id=lesson.id, way=way, now=now, on=viewing.held_on)
        session.add(GroupCompletion(person_id=person_id, lesson_id=lesson.id, viewing_id=viewing.id))
    return bool(new)


def _tell(session: Session, viewing: GroupViewing, mandate: Mandate, *, now: datetime) -> None:
    tell(
        session,
        person_id=mandate.person_id,
        congress_id=mandate.congress_id,
        kind="learning.group_viewing",
        template=TOLD,
        detail=TOLD_DETAIL,
        params={"unit": viewing.electing_body.name, "day": viewing.held_on},
        link=Link("learning.course", {"course_id": str(viewing.course.public_id)}),
        now=now,
    )
