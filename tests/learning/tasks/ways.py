"""Giving, handing in and returning, and what a unit can name: a viewing, a class of its own, a study session."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.learning.required import access as required
from lms.learning.tasks import access, operations
from lms.learning.tasks.models import MetBy
from lms.learning.tasks.operations import TaskWish
from lms.learning.viewings import operations as viewings
from lms.learning.viewings.operations import Gathering
from lms.records.models import Head, Source
from lms.records.posting import Fact, PersonFact, post_for_people
from lms.records.unit import operations as recordings
from lms.records.unit.operations import Activity
from tests.catalog.factories import make_reading
from tests.factories import NOW, make_kind
from tests.learning.required.cast import TODAY, Cast, at
from tests.records.ways import liaison_of
from tests.support.accounts import make_staff

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.permissions import Actor
    from lms.learning.tasks.models import StudyTask
    from lms.people.models import Mandate

DUE = TODAY + timedelta(days=30)
EVERY_WAY = frozenset(MetBy)


@dataclass
class Units(Cast):
    """The cast of required study with liaisons, and the catalogue that recordings need."""

    def __post_init__(self) -> None:
        super().__post_init__()
        make_kind(self.congress_id, code="outside_training", head=Head.STUDY, name="培训", sources={Source.UNIT})
        make_kind(self.congress_id, code="inspection", head=Head.ACTIVITIES, name="视察", sources={Source.UNIT})
        self.staff = {body.id: make_staff(Role.LIAISON, body=body) for body in (self.first, self.second)}
        self.liaison = liaison_of(self.first, self.staff[self.first.id])
        self.other_liaison = liaison_of(self.second, self.staff[self.second.id])

    def give(self, *, on: datetime = NOW, **given: Any) -> uuid.UUID:
        """A task of all units, met by anything but courses, unless said otherwise."""
        values = {"title": "监督法学习", "text": "请组织学习。", "due_on": DUE, "met_by": EVERY_WAY} | given
        return operations.give(TaskWish(**values), actor=self.organizer, now=on)

    def task(self, public_id: uuid.UUID, *, actor: Actor | None = None) -> StudyTask:
        """The task as its reader has it."""
        return access.task(db.session(), public_id, actor=actor or self.organizer)[0]

    def hand_in(self, public_id: uuid.UUID, *chosen: str, on: datetime = NOW, **given: Any) -> None:
        """Hand in for the first unit."""
        key, words = given.get("key") or uuid.uuid4(), given.get("words", "")
        actor, body = given.get("actor") or self.liaison, given.get("body") or self.first
        answer = operations.Answer(key, frozenset(chosen), words)
        operations.hand_in(public_id, body.public_id, answer, actor=actor, now=on)

    def states_of(self, public_id: uuid.UUID, day: date, *, known: datetime | None = None) -> dict[int, str]:
        """The state of each deputy, by mandate."""
        return self.states(required.study(db.session(), public_id, actor=self.organizer), day, known=known)

    def hold_class(self, *mandates: Mandate, day: date = TODAY, kind: str = "outside_training") -> str:
        """Record and enter a class of the first unit; returns its key."""
        key = uuid.uuid4()
        activity = Activity(
            kind=kind,
            occurred_on=day,
            title="监督法讲座",
            details="",
            deputies=frozenset(each.public_id for each in mandates),
        )
        recordings.draft(key, self.first.public_id, activity, actor=self.liaison, now=at(day))
        recordings.post(key, actor=self.liaison, now=at(day))
        return str(key)

    def view_together(self, *mandates: Mandate, day: date = TODAY, confirmed: bool = True) -> str:
        """Take the course together; returns the viewing's key."""
        key, lesson = uuid.uuid4(), make_reading(self.course)
        gathering = Gathering(
            course=self.course.public_id,
            lessons=frozenset({lesson.public_id}),
            deputies=frozenset(each.public_id for each in mandates),
            held_on=day,
            place="代表之家",
        )
        viewings.record(key, self.first.public_id, gathering, actor=self.liaison, now=at(day))
        if confirmed:
            viewings.confirm(key, actor=self.second_person(), now=at(day))
        return str(key)

    def second_person(self) -> Actor:
        """Another liaison of the first unit."""
        return liaison_of(self.first)

    def attend_session(self, *mandates: Mandate, day: date = TODAY) -> str:
        """Complete a study session; returns its stem in the record."""
        stem = f"study_session:{uuid.uuid4()}"
        fact = Fact(
            kind="study_session_completion", occurred_on=day, source_key=stem, payload={"title": "监督法专题学习班"}
        )
        with transaction() as session:
            post_for_people(session, [PersonFact(each.person_id, fact) for each in mandates], now=at(day))
        return stem
