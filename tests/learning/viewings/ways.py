"""A unit with two liaisons, a course, and the acts with which group viewing is tried."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lms.core.permissions import Role
from lms.learning.viewings import operations
from lms.learning.viewings.operations import Gathering
from tests.catalog.factories import make_course, make_reading, make_video
from tests.factories import NOW
from tests.records.ways import Unit, liaison_of, make_unit
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from lms.catalog.models import Course, Lesson
    from lms.core.permissions import Actor
    from lms.learning.viewings.models import GroupViewing

DAY = date(2026, 3, 10)
KEY = uuid.UUID("11111111-2222-4333-8444-666666666666")
PLACE = "代表之家"


class Hall(NamedTuple):
    """Where deputies of a unit come together before a course of two lessons."""

    unit: Unit
    course: Course
    lessons: list[Lesson]
    second: Actor

    def record(self, *, actor: Actor | None = None, key: uuid.UUID = KEY, **given: Any) -> GroupViewing:
        values: dict[str, Any] = {
            "course": self.course.public_id,
            "lessons": frozenset(each.public_id for each in self.lessons),
            "deputies": frozenset(each.public_id for each in self.unit.deputies),
            "held_on": DAY,
            "place": PLACE,
        }
        actor = actor or self.unit.liaison
        return operations.record(key, self.unit.body.public_id, Gathering(**values | given), actor=actor, now=NOW)

    def confirm(self, *, actor: Actor | None = None, key: uuid.UUID = KEY) -> int:
        return operations.confirm(key, actor=actor or self.second, now=NOW)

    def withdraw(self, *, actor: Actor | None = None, key: uuid.UUID = KEY) -> None:
        operations.withdraw(key, actor=actor or self.unit.liaison, now=NOW)


def make_hall() -> Hall:
    unit = make_unit()
    course = make_course(congress_id=unit.body.congress_id)
    return Hall(unit, course, [make_video(course), make_reading(course)], liaison_of(unit.body))


def organizer_of(hall: Hall, role: Role = Role.ORGANIZER) -> Actor:
    congress = hall.unit.body.congress_id
    return actor_of(make_staff(role, body=hall.unit.body), role, congress_id=congress)
