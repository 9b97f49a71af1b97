"""Who was there every day completes; each completion is one entry a mandate, in the same transaction."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from lms.attendance.models import Completion
from lms.attendance.operations import close_out as room
from lms.attendance.operations.close_out import close_out
from lms.attendance.operations.sign_in import excuse, sign_in
from lms.attendance.refusals import NotOverYet, SignInClosed
from lms.core.database import db, transaction
from lms.notices.models import Notice
from lms.notices.operations import tell
from lms.records.kinds.trained import counting_in
from lms.records.models import EntryKind, RecordEntry
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.operations.lifecycle import call_off, confirm_list
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.refusals import MoveNotAllowed
from lms.study_sessions.staff.models import StaffMember
from lms.study_sessions.states import State
from tests.attendance.test_days import DAYS, LAST_EVENING
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import enrolment_of, liaison, make_study_session, make_unit, organizer

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def study_session(database):
    return make_study_session(make_term())


@pytest.fixture
def deputies(study_session):
    """Two deputies on a confirmed list."""
    unit = make_unit(study_session.term, study_session, places=2, deputies=2)
    for each in unit:
        recommend(study_session.id, each.id, actor=liaison(each.electing_body), now=NOW)
    confirm_list(study_session.id, actor=organizer(study_session.congress_id), now=NOW)
    return unit


def was_there(study_session, deputy, days=DAYS):
    enrolment = enrolment_of(study_session, deputy)
    for day in days:
        sign_in(study_session.id, day, [enrolment.id], actor=organizer(study_session.congress_id), now=LAST_EVENING)
    return enrolment


def close(study_session, now=LAST_EVENING):
    return close_out(study_session.id, actor=organizer(study_session.congress_id), now=now)


def completed():
    db.session.rollback()
    return db.session.scalars(select(Enrolment.person_id).join(Completion)).all()


def entries():
    db.session.rollback()
    return db.session.execute(select(RecordEntry, EntryKind).join(EntryKind)).all()


def test_who_was_there_every_day_completes_and_the_other_does_not(study_session, deputies):
    was_there(study_session, deputies[0])
    was_there(study_session, deputies[1], DAYS[:2])
    assert close(study_session) == 1
    assert completed() == [deputies[0].person_id]
    assert db.session.get(StudySession, study_session.id).state is State.COMPLETED


def test_a_completion_is_an_entry_of_the_mandate_that_counts_as_trained_and_is_told(study_session, deputies):
    was_there(study_session, deputies[0])
    close(study_session)
    ((entry, kind),) = entries()
    assert kind.id in counting_in(db.session(), kind.congress_id)
    assert (entry.mandate_id, entry.occurred_on) == (deputies[0].id, date(2026, 4, 2))
    assert entry.source_key == f"study_session:{study_session.public_id}:{deputies[0].public_id}"
    assert db.session.scalars(select(Notice.person_id)).all() == [deputies[0].person_id]


def test_one_person_with_two_mandates_gets_one_entry_for_each(study_session, deputies):
    elsewhere = make_mandate(make_electing_body(make_term(make_congress())), deputies[0].person)
    was_there(study_session, deputies[0])
    close(study_session)
    assert {entry.mandate_id for entry, _kind in entries()} == {deputies[0].id, elsewhere.id}


def test_whom_the_organizer_excuses_with_a_reason_completes_too(study_session, deputies):
    enrolment = was_there(study_session, deputies[0], DAYS[:1])
    excuse(enrolment.id, "参加抢险", actor=organizer(study_session.congress_id), now=LAST_EVENING)
    assert close(study_session) == 1


def test_closing_out_twice_posts_nothing_twice(study_session, deputies):
    was_there(study_session, deputies[0])
    assert close(study_session) == close(study_session) == 1
    assert len(entries()) == 1


def test_it_is_not_closed_out_before_its_last_day_in_beijing(study_session, deputies):
    with pytest.raises(NotOverYet):
        close(study_session, now=datetime(2026, 4, 1, 15, 59, tzinfo=UTC))
    assert close(study_session, now=datetime(2026, 4, 1, 16, 0, tzinfo=UTC)) == 0


def test_a_study_session_that_was_called_off_is_not_closed_out(study_session, deputies):
    call_off(study_session.id, "台风", actor=organizer(study_session.congress_id), now=NOW)
    with pytest.raises(MoveNotAllowed):
        close(study_session)


def test_nobody_is_signed_in_after_the_close_out(study_session, deputies):
    close(study_session)
    with pytest.raises(SignInClosed):
        was_there(study_session, deputies[0])


def become_staff(enrolment):
    member = StaffMember(
        congress_id=enrolment.study_session.congress_id,
        electing_body_id=enrolment.unit_id,
        person_id=enrolment.person_id,
        post="处长",
        added_at=NOW,
    )
    db.session.add(member)
    db.session.flush()
    enrolment.mandate_id, enrolment.staff_member_id = None, member.id


def test_a_participant_without_a_mandate_completes_and_has_no_record(study_session, deputies):
    enrolment = was_there(study_session, deputies[0])
    with transaction() as session:
        become_staff(session.get(Enrolment, enrolment.id))
    assert close(study_session) == 1
    assert entries() == []


def test_a_failure_in_the_middle_leaves_nothing_done(monkeypatch, study_session, deputies):
    for deputy in deputies:
        was_there(study_session, deputy)
    told = []

    def fail_at_the_second(*given, **words):
        if told:
            raise OSError("the power went")
        told.append(tell(*given, **words))

    monkeypatch.setattr(room, "tell", fail_at_the_second)
    with pytest.raises(OSError, match="power"):
        close(study_session)
    assert (completed(), entries()) == ([], [])
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
    assert db.session.get(StudySession, study_session.id).state is State.LIST_CONFIRMED
