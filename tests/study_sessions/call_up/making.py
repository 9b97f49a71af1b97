"""A confirmed list with employers of every kind, and the way of a call-up through three hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.notices.letters.models import Letter
from lms.people.models import ElectingBody, Employer, LetterForm, Mandate
from lms.study_sessions.call_up import operations, plan
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.call_up.operations import Wish
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved
from tests.notices.letters_making import checker, drafter, make_letterhead, signer
from tests.study_sessions.making import make_quota, make_study_session

if TYPE_CHECKING:
    import uuid

    from lms.study_sessions.call_up.lines import Plan


@dataclass(frozen=True)
class Called:
    """A study session whose list is confirmed, in plain values."""

    id: int
    congress_id: int
    # By what is known of their employers.
    mailed: int
    posted: int
    unaddressed: int
    courtesy: int
    army: int
    self_employed: int

    @property
    def study_session(self) -> StudySession:
        db.session.rollback()
        return db.session.get_one(StudySession, self.id, populate_existing=True)

    def plan(self) -> Plan:
        return plan.make(db.session(), self.study_session)

    def begin(self, **wish) -> int:
        public_id = operations.begin(self.id, Wish(**wish), actor=drafter(self.congress_id), now=NOW)
        return self.call_up(public_id).id

    def call_up(self, public_id: uuid.UUID) -> CallUp:
        db.session.rollback()
        return db.session.scalars(select(CallUp).where(CallUp.public_id == public_id)).one()

    def sign(self, call_up_id: int) -> bool:
        return operations.sign(call_up_id, self.seen(call_up_id), actor=signer(self.congress_id), now=NOW)

    def seen(self, call_up_id: int) -> str:
        study_session = self.study_session
        return plan.make(db.session(), study_session, db.session.get_one(CallUp, call_up_id)).fingerprint

    def do(self, **wish) -> int:
        """Draft, check and sign."""
        call_up_id = self.begin(**wish)
        operations.check(call_up_id, actor=checker(self.congress_id), now=NOW)
        assert self.sign(call_up_id)
        return call_up_id

    def told(self, call_up_id: int) -> dict[int, tuple[str, str | None]]:
        """By mandate: what was told, and the number of the letter that went with it."""
        db.session.rollback()
        rows = db.session.scalars(select(CallUpNotice).where(CallUpNotice.call_up_id == call_up_id))
        return {each.enrolment.mandate_id: (each.told.value, each.letter and each.letter.number) for each in rows}

    def letters(self) -> list[Letter]:
        db.session.rollback()
        return list(db.session.scalars(select(Letter).order_by(Letter.number)))


def employer(congress_id: int, name: str, **given) -> int:
    return saved(Employer(congress_id=congress_id, name=name, **given)).id


def make_called() -> Called:
    """Six deputies: three of an ordinary unit, one each of a courtesy unit, of the army, and self-employed."""
    term = make_term()
    study_session = make_study_session(term)
    here = term.congress_id
    plain = make_electing_body(term)
    hong_kong = make_electing_body(term, letter_form=LetterForm.COURTESY)
    army = make_electing_body(term, letter_form=LetterForm.THROUGH_UNIT, is_army=True)
    for body in (plain, hong_kong, army):
        make_quota(study_session, body, 5)
    made = {
        "mailed": make_mandate(plain, employer_id=employer(here, "甲公司", address="甲路1号", email="a@example.org")),
        "posted": make_mandate(plain, employer_id=employer(here, "乙学校", address="乙路2号")),
        "unaddressed": make_mandate(plain, employer_id=employer(here, "丙医院")),
        "self_employed": make_mandate(plain),
        "courtesy": make_mandate(hong_kong, employer_id=employer(here, "丁商会", address="香港")),
        "army": make_mandate(army),
    }
    ids = {name: mandate.id for name, mandate in made.items()}
    for mandate_id in ids.values():
        recommend(study_session.id, mandate_id, actor=drafter(here), now=NOW)
    confirm_list(study_session.id, actor=drafter(here), now=NOW)
    make_letterhead(here)
    return Called(study_session.id, here, **ids)


def body_of(mandate_id: int) -> ElectingBody:
    db.session.rollback()
    return db.session.get_one(Mandate, mandate_id).electing_body
