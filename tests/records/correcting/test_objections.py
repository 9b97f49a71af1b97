"""An objection: filed by the deputy, answered by another officer with a reason, seen by the deputy throughout."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.notices.models import Notice
from lms.people.models import Term
from lms.records import recorders  # noqa: F401  # It registers who had a hand in what units and deputies enter.
from lms.records.corrections import operations as corrections
from lms.records.corrections.refusals import AlreadyDecided, AnotherPersonDecides, DayToCome
from lms.records.models import Source
from lms.records.objections import operations
from lms.records.objections.access import of_office
from lms.records.objections.models import Objection, ObjectionState
from lms.records.objections.refusals import AlreadyObjected, NeedsAnAnswer, NotYourDay
from lms.records.unit.models import RecordedDeputy, UnitRecording
from tests.factories import NOW, make_electing_body, saved
from tests.records.correcting.office import DAY, OTHER, make_office, standing
from tests.records.correcting.test_corrections import at_once
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from lms.records.models import RecordEntry
    from tests.records.correcting.office import Office

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def object_to(office: Office, entry: RecordEntry) -> Objection:
    return operations.file_about_entry(entry.public_id, "我参加的是第2期", None, actor=office.deputy, now=NOW)


def miss(office: Office, day: date = DAY) -> Objection:
    return operations.file_about_missing(day, "缺少第2期", None, actor=office.deputy, now=NOW)


def fresh(objection: Objection) -> Objection:
    db.session.rollback()
    return db.session.get_one(Objection, objection.id)


def test_an_upheld_objection_proposes_the_correction_that_a_second_person_approves(office: Office) -> None:
    objection = object_to(office, office.enter())
    operations.uphold(objection.public_id, OTHER, "经核查属实", actor=office.keeper, now=LATER)
    correction = fresh(objection).correction
    assert correction is not None
    with pytest.raises(AnotherPersonDecides):
        corrections.decide(correction.public_id, "", approves=True, actor=office.keeper, now=LATER)
    corrections.decide(correction.public_id, "", approves=True, actor=office.second, now=LATER)
    assert [each.source_key.split(":")[0] for each in standing(office.mandate.id)] == ["correction"]


def test_what_was_missing_is_entered_in_the_act_that_upholds(office: Office) -> None:
    objection = miss(office)
    operations.uphold(objection.public_id, OTHER, "经核查属实", actor=office.second, now=LATER)
    (entry,) = standing(office.mandate.id)
    assert fresh(objection).posted_entry_id == entry.id
    assert (entry.source, entry.occurred_on) == (Source.DIARY, DAY)


def test_a_rejected_objection_tells_the_reason_and_leaves_the_entry(office: Office) -> None:
    entry = office.enter()
    objection = object_to(office, entry)
    operations.reject(objection.public_id, "签到表所载为第1期", actor=office.second, now=LATER)
    assert [each.id for each in standing(office.mandate.id)] == [entry.id]
    assert fresh(objection).state is ObjectionState.REJECTED
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.person_id, notice.params["reason"]) == (office.mandate.person_id, "签到表所载为第1期")


def test_an_upheld_objection_whose_correction_is_refused_is_open_again(office: Office) -> None:
    objection = object_to(office, office.enter())
    operations.uphold(objection.public_id, None, "属实", actor=office.keeper, now=LATER)
    correction = fresh(objection).correction
    assert correction is not None
    corrections.decide(correction.public_id, "缺少依据", approves=False, actor=office.second, now=LATER)
    assert fresh(objection).is_open
    operations.reject(objection.public_id, "缺少依据", actor=office.second, now=LATER)


def test_whoever_proposed_or_decided_the_entry_does_not_answer(office: Office) -> None:
    correction = corrections.propose(office.enter().public_id, OTHER, "有误", None, actor=office.keeper, now=NOW)
    corrections.decide(correction.public_id, "", approves=True, actor=office.second, now=NOW)
    objection = object_to(office, standing(office.mandate.id)[0])
    for concerned in (office.keeper, office.second):
        with pytest.raises(AnotherPersonDecides):
            operations.reject(objection.public_id, "无误", actor=concerned, now=LATER)
    operations.reject(objection.public_id, "无误", actor=office.evaluation, now=LATER)


def test_one_objection_to_an_entry_at_a_time(office: Office) -> None:
    entry = office.enter()
    outcomes = at_once(lambda: object_to(office, entry), lambda: object_to(office, entry))
    assert sorted(outcomes, key=str) == [AlreadyObjected, None]
    (objection,) = db.session.scalars(select(Objection)).all()
    operations.uphold(objection.public_id, None, "属实", actor=office.keeper, now=LATER)
    with pytest.raises(AlreadyObjected):
        object_to(office, entry)


def test_of_two_who_answer_at_once_one_is_told(office: Office) -> None:
    objection = object_to(office, office.enter())
    outcomes = at_once(
        lambda: operations.reject(objection.public_id, "无误", actor=office.keeper, now=LATER),
        lambda: operations.uphold(objection.public_id, None, "属实", actor=office.second, now=LATER),
    )
    assert sorted(outcomes, key=str) == [AlreadyDecided, None]


def test_a_liaison_who_acts_for_the_deputy_files_and_is_shown_as_such(office: Office) -> None:
    entry = office.enter()
    objection = operations.file_about_entry(entry.public_id, "受托代为提出", None, actor=office.helper, now=NOW)
    assert (objection.is_filed_for, objection.filed_by) == (True, office.liaison.account_id)
    assert objection.mandate_id == office.mandate.id


def test_a_liaison_sees_the_own_units_objections_only(office: Office) -> None:
    objection = object_to(office, office.enter())
    assert of_office(db.session(), objection.public_id, actor=office.liaison).id == objection.id
    other = make_electing_body(db.session.get_one(Term, office.body.term_id))
    stranger = actor_of(make_staff(Role.LIAISON, body=other), Role.LIAISON, congress_id=other.congress_id, body=other)
    with pytest.raises(NotFound):
        of_office(db.session(), objection.public_id, actor=stranger)
    with pytest.raises(NotFound):
        operations.reject(objection.public_id, "无误", actor=office.liaison, now=LATER)


def test_a_deputy_objects_to_the_own_record_only(office: Office) -> None:
    entry = office.enter()
    with pytest.raises(NotFound):
        operations.file_about_entry(entry.public_id, "不属实", None, actor=make_office().deputy, now=NOW)


def test_only_what_has_happened_in_office_can_be_missing(office: Office) -> None:
    with pytest.raises(DayToCome):
        miss(office, DAY + timedelta(days=100))
    with pytest.raises(NotYourDay):
        miss(office, date(2010, 1, 4))
    with pytest.raises(NeedsAnAnswer):
        operations.uphold(miss(office).public_id, None, "属实", actor=office.second, now=LATER)


def test_whoever_recorded_it_for_the_unit_or_verified_it_does_not_answer(office: Office) -> None:
    entry = office.enter()
    recording = saved(
        UnitRecording(
            congress_id=entry.congress_id,
            electing_body_id=office.body.id,
            kind_id=entry.kind_id,
            occurred_on=DAY,
            title="视察",
            details="",
            drafted_by=office.keeper.account_id,
            drafted_at=NOW,
        )
    )
    saved(RecordedDeputy(recording_id=recording.id, mandate_id=office.mandate.id, place=0, entry_id=entry.id))
    objection = object_to(office, entry)
    with pytest.raises(AnotherPersonDecides):
        operations.reject(objection.public_id, "无误", actor=office.keeper, now=LATER)
    operations.reject(objection.public_id, "无误", actor=office.second, now=LATER)
