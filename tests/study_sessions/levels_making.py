"""A county's study session with a township below it, whose deputies come by the town's own constituency of the county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core.database import db, transaction
from lms.people.models import ElectingBody, Level, Mandate
from lms.study_sessions.models import StudySession
from tests.factories import make_congress, make_electing_body, make_mandate, make_person, make_term, saved
from tests.study_sessions.making import liaison, make_quota, make_study_session, organizer

if TYPE_CHECKING:
    from lms.core.permissions import Actor

COUNTY, TOWN = "清河县人民代表大会", "柳林镇人民代表大会"


@dataclass(frozen=True)
class Levels:
    """Ids of both congresses, of the county's study session and of its constituency that stands for the town."""

    county: int
    town: int
    session: int
    unit: int
    ward: int

    @property
    def study_session(self) -> StudySession:
        db.session.rollback()
        return db.session.get_one(StudySession, self.session, populate_existing=True)

    @property
    def by(self) -> Actor:
        """The liaison of the constituency that stands for the town."""
        return liaison(db.session.get_one(ElectingBody, self.unit))

    @property
    def organizer(self) -> Actor:
        return organizer(self.county)

    def own(self, name: str = "王县", **given) -> Mandate:
        """A deputy of the county itself, by the same constituency."""
        body = db.session.get_one(ElectingBody, self.unit)
        return make_mandate(body, make_person(name=name), **given)

    def below(self, name: str = "赵镇", **given) -> Mandate:
        """A deputy of the town."""
        return make_mandate(db.session.get_one(ElectingBody, self.ward), make_person(name=name), **given)

    def set(self, **values) -> None:
        with transaction() as session:
            for name, value in values.items():
                setattr(session.get_one(StudySession, self.session), name, value)


def make_levels(*, places: int | None = 2, admits_below: bool = True) -> Levels:
    county = make_congress(level=Level.COUNTY, name=COUNTY, region_code="130102")
    town = make_congress(level=Level.TOWNSHIP, name=TOWN, region_code="130102101")
    term = make_term(county)
    unit = make_electing_body(term, name="柳林镇选区", congress_below_id=town.id)
    ward = make_electing_body(make_term(town), name="柳林镇第3选区")
    study_session = make_study_session(term, title="乡镇人大代表学习班", admits_below=admits_below)
    make_quota(study_session, unit, places)
    return Levels(county.id, town.id, study_session.id, unit.id, ward.id)


def link(body: ElectingBody, town: int | None) -> None:
    """As `lms congress stands-for` does, without its rules."""
    body.congress_below_id = town
    saved(body)
