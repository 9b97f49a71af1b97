"""The demonstration's study tasks: one that the liaison's unit has handed in, and one that waits."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.catalog.models import Course
from lms.core.clock import start_of
from lms.core.database import db
from lms.demo.sessions import organizer
from lms.demo.ways import body_of, liaison_of
from lms.demo.words import words
from lms.learning.tasks import access, operations
from lms.learning.tasks.models import MetBy
from lms.learning.tasks.offers import offers

if TYPE_CHECKING:
    from datetime import date

    from lms.people.models import Congress


def lay_tasks(npc: Congress, *, today: date) -> None:
    """Give them some weeks ago; the liaison handed in yesterday."""
    rows = db.session.execute(select(Course.key, Course.public_id).where(Course.congress_id == npc.id))
    courses = {key: public_id for key, public_id in rows}  # noqa: C416  # dict() would take a result for a mapping.
    for said in words("tasks")["tasks"]:
        wish = operations.TaskWish(
            title=said["title"],
            text=said["text"].strip(),
            due_on=today + timedelta(days=said["due_in"]),
            courses=tuple(courses[key] for key in said["courses"]),
            met_by=frozenset(map(MetBy, said["met_by"])),
        )
        morning = start_of(today - timedelta(days=said["set_before"])) + timedelta(hours=9)
        public_id = operations.give(wish, actor=organizer(npc), now=morning)
        if "handed_in" in said:
            _hand_in(npc, public_id, said, today)


def _hand_in(npc: Congress, public_id: uuid.UUID, said: dict[str, Any], today: date) -> None:
    liaison = liaison_of(npc)
    body, session = body_of(liaison), db.session()
    found = offers(session, access.task(session, public_id, actor=liaison)[0], body)
    chosen = frozenset(each.key for each in found if each.met_by is MetBy.VIEWING)
    if not chosen:  # The roster has hardly anybody.
        return
    evening = start_of(today - timedelta(days=1)) + timedelta(hours=17)
    answer = operations.Answer(uuid.uuid4(), chosen, said["handed_in"])
    operations.hand_in(public_id, body.public_id, answer, actor=liaison, now=evening)
