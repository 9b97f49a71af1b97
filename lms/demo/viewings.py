"""Group viewings of the demonstration's unit: one that a second person confirmed, and one that waits."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lms.catalog.access import courses
from lms.catalog.models import Course
from lms.core.clock import start_of
from lms.core.database import db
from lms.demo.sessions import organizer
from lms.demo.ways import body_of, liaison_of, proof
from lms.demo.words import words
from lms.learning.viewings import operations
from lms.learning.viewings.completing import TOGETHER
from lms.learning.viewings.operations import Gathering
from lms.records.unit.access import deputies

if TYPE_CHECKING:
    from datetime import date

    from lms.core.permissions import Actor
    from lms.people.models import Congress


def lay_viewings(npc: Congress, *, today: date) -> None:
    """Lay what the demonstration's liaison recorded; the organizer confirms the day after."""
    liaison, second = liaison_of(npc), organizer(npc)
    for each in words("viewings")["viewings"]:
        _lay(each, liaison, second, today)


def _lay(said: dict[str, Any], liaison: Actor, second: Actor, today: date) -> None:
    held_on = today - timedelta(days=said["days_ago"])
    evening, key = start_of(held_on) + timedelta(hours=18), uuid.uuid4()
    course = db.session.scalars(courses(liaison).where(Course.key == said["course"])).one()
    body = body_of(liaison)
    there = deputies(db.session(), body)[said["skipping"] :][: said["deputies"]]
    if not there:  # The roster has hardly anybody.
        return
    gathering = Gathering(
        course=course.public_id,
        lessons=frozenset(each.public_id for each in course.lessons if each.is_current and each.kind in TOGETHER),
        deputies=frozenset(each.public_id for each in there),
        held_on=held_on,
        place=said["place"],
        proof=proof(said),
    )
    operations.record(key, body.public_id, gathering, actor=liaison, now=evening)
    if said["confirmed"]:
        operations.confirm(key, actor=second, now=evening + timedelta(hours=15))
