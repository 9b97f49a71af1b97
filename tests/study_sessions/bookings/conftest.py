"""An organizer of study sessions who also has venues and lecturers to book."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

import lms.handlers  # noqa: F401  # Study sessions must have said what they are to planning.
from lms.core.database import db
from lms.planning.resources import access
from lms.planning.resources.models import Half
from lms.study_sessions.bookings import operations
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations import drafting
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.states import Kind
from tests.factories import NOW
from tests.planning.cast import TUESDAY, Cast

if TYPE_CHECKING:
    import uuid

# What the venue of the cast is called.
CENTRE = "会议中心"
MONDAY = TUESDAY - timedelta(days=1)


@dataclass
class Holding:
    """Study sessions of one congress: arrival on Monday and three days from Tuesday, at the venue of the list."""

    cast: Cast = field(default_factory=Cast)

    def draft(self, *, by: int = 0, **given: Any) -> drafting.Draft:
        """What is said of a study session, some days later than usual."""
        values = {
            "kind": Kind.THEMATIC,
            "number": None,
            "title": "第1期专题学习班",
            "theme": "",
            "arrival_on": MONDAY + timedelta(days=by),
            "starts_on": TUESDAY + timedelta(days=by),
            "ends_on": TUESDAY + timedelta(days=by + 2),
            "recommend_until": None,
            "venue": CENTRE,
            "places": 100,
        }
        return drafting.Draft(**values | given)

    def create(self, *, considered: Any = (), **given: Any) -> int:
        draft = self.draft(**given)
        public_id = drafting.create(draft, actor=self.cast.organizer, now=NOW, considered=considered)
        return db.session.scalars(select(StudySession.id).where(StudySession.public_id == public_id)).one()

    def edit(self, study_session_id: int, *, considered: Any = (), **given: Any) -> None:
        draft = self.draft(**given)
        drafting.edit(study_session_id, draft, actor=self.cast.organizer, now=NOW, considered=considered)

    def speaks(self, study_session_id: int, lecturer: uuid.UUID, number: int = 1, half: Half = Half.DAY) -> uuid.UUID:
        return operations.book_lecturer(study_session_id, lecturer, number, half, actor=self.cast.organizer, now=NOW)

    def booked(self, study_session_id: int) -> list[tuple[str, date, date]]:
        """What is booked: its name, the first and the last day."""
        db.session.rollback()
        public_id = db.session.get_one(StudySession, study_session_id).public_id
        found = access.bookings_for(db.session(), SUBJECT, public_id)
        return [((each.venue or each.lecturer).name, each.first_on, each.last_on) for each in found]


@pytest.fixture
def holding(database: str) -> Holding:
    return Holding()
