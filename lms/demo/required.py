"""The demonstration's required study: one that is asked of all, and an induction package for mandates to come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import Course
from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.demo.words import words
from lms.learning.required.operations import Wish, set_required_study
from lms.people.accounts.models import Account

if TYPE_CHECKING:
    from datetime import date

    from lms.people.models import Congress


def lay_required_study(npc: Congress, *, today: date) -> None:
    """Set them some weeks ago, by the organizer."""
    account = db.session.scalars(select(Account).where(Account.username == "organizer")).one()
    organizer = Actor.of(account.id, account.person_id, npc.id, (Grant(Role.ORGANIZER),))
    courses = db.session.execute(select(Course.key, Course.public_id).where(Course.congress_id == npc.id))
    ids = {key: public_id for key, public_id in courses}  # noqa: C416  # dict() would take a result for a mapping.
    for said in words("required")["studies"]:
        due_in = said.get("due_in")
        wish = Wish(
            title=said["title"],
            courses=tuple(ids[key] for key in said["courses"]),
            is_induction=said.get("is_induction", False),
            due_on=today + timedelta(days=due_in) if due_in else None,
            days=said.get("days"),
        )
        set_on = today - timedelta(days=said["set_before"])
        set_required_study(wish, actor=organizer, now=start_of(set_on) + timedelta(hours=9))
