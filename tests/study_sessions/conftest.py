"""A study session that is open for recommendations, and browsers of those who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Actor, Role
from lms.people.models import Congress, ElectingBody, Term
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.recommendation import recommend
from tests.factories import NOW, make_term
from tests.study_sessions.making import Deputy, deputies_of, make_study_session, make_unit, organizer
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from tests.support.http import HouseClient


@dataclass(frozen=True)
class Scene:
    """An open study session with one unit of three deputies and two places, in plain values."""

    id: int
    path: str
    term_id: int
    congress_id: int
    unit: list[Deputy]

    @property
    def term(self) -> Term:
        return db.session.get_one(Term, self.term_id)

    @property
    def by(self) -> Actor:
        return organizer(self.congress_id)

    def put(self, *deputies: Deputy) -> None:
        """Recommend them."""
        for deputy in deputies:
            recommend(self.id, deputy.mandate_id, actor=self.by, now=NOW)

    def another_unit(self, *, places: int | None = 1, deputies: int = 1) -> list[Deputy]:
        study_session = db.session.get_one(StudySession, self.id)
        return deputies_of(make_unit(self.term, study_session, places=places, deputies=deputies))


@pytest.fixture
def scene(database) -> Scene:
    term = make_term()
    study_session = make_study_session(term)
    unit = deputies_of(make_unit(term, study_session, places=2, deputies=3))
    path = f"/study-sessions/{study_session.public_id}"
    return Scene(study_session.id, path, term.id, term.congress_id, unit)


@pytest.fixture
def _today():
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def as_organizer(client: HouseClient, scene: Scene, _today) -> HouseClient:
    sign_in(client, make_staff(Role.ORGANIZER, db.session.get_one(Congress, scene.congress_id)))
    return client


@pytest.fixture
def as_liaison(client: HouseClient, scene: Scene, _today) -> HouseClient:
    sign_in(client, make_staff(Role.LIAISON, body=db.session.get_one(ElectingBody, scene.unit[0].body_id)))
    return client
