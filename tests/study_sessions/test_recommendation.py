"""A liaison recommends within the quota, and each refusal says why."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.people.models import MandateStatus
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.operations.recommendation import recommend, return_place, substitute, withdraw
from lms.study_sessions.refusals import (
    AlreadyRecommended,
    HasBegun,
    NoQuota,
    NotInOffice,
    NotWithdrawable,
    OtherUnit,
    QuotaFull,
    RecommendingClosed,
    RecommendingOver,
    SeatClash,
    StudySessionFull,
)
from lms.study_sessions.states import PlaceState, Priority, State
from tests.factories import NOW, make_congress, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import (
    MARCH_31,
    days_of,
    enrolment_of,
    liaison,
    make_quota,
    make_study_session,
    make_unit,
    organizer,
    seated,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term)


@pytest.fixture
def unit(term, study_session):
    """Three deputies of a unit that has two places."""
    return make_unit(term, study_session, places=2, deputies=3)


def put_forward(study_session, mandate, **given):
    return recommend(study_session.id, mandate.id, actor=liaison(mandate.electing_body), now=NOW, **given)


def test_a_recommended_deputy_holds_a_seat_and_its_days(study_session, unit):
    put_forward(study_session, unit[0])
    assert seated(study_session) == [unit[0].person_id]
    assert days_of(unit[0].person_id) == [date(2026, 3, 30), MARCH_31, date(2026, 4, 1), date(2026, 4, 2)]


def test_one_too_many_is_refused_with_unit_quota_and_what_is_used(study_session, unit):
    put_forward(study_session, unit[0])
    put_forward(study_session, unit[1])
    with pytest.raises(QuotaFull) as refused:
        put_forward(study_session, unit[2])
    said = str(refused.value)
    assert unit[2].electing_body.name in said
    assert "2 places" in said
    assert "2 recommended" in said
    assert unit[2].person.name in said
    assert len(seated(study_session)) == 2


def test_a_quota_of_none_is_no_limit_but_the_study_session_is(term):
    study_session = make_study_session(term, places=2)
    unit = make_unit(term, study_session, places=None, deputies=3)
    put_forward(study_session, unit[0])
    put_forward(study_session, unit[1])
    with pytest.raises(StudySessionFull, match="All 2 places"):
        put_forward(study_session, unit[2])


def test_a_quota_of_zero_is_no_place(term, study_session):
    (deputy,) = make_unit(term, study_session, places=0, deputies=1)
    with pytest.raises(NoQuota):
        put_forward(study_session, deputy)


def test_a_unit_that_takes_no_part_has_no_place(term, study_session):
    with pytest.raises(NoQuota):
        put_forward(study_session, make_mandate(make_electing_body(term)))


def test_nobody_is_recommended_twice(study_session, unit):
    put_forward(study_session, unit[0])
    with pytest.raises(AlreadyRecommended):
        put_forward(study_session, unit[0])


@pytest.mark.parametrize("status", [MandateStatus.SUSPENDED, MandateStatus.ENDED])
def test_a_deputy_out_of_office_is_refused(term, study_session, unit, status):
    until_on = date(2026, 1, 1) if status is MandateStatus.ENDED else None
    gone = make_mandate(unit[0].electing_body, status=status, until_on=until_on)
    with pytest.raises(NotInOffice):
        put_forward(study_session, gone)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.RECOMMENDING, State.CALLED_OFF)])
def test_recommending_is_refused_outside_its_stage(term, state):
    study_session = make_study_session(term, state=state)
    (deputy,) = make_unit(term, study_session, places=1, deputies=1)
    with pytest.raises(RecommendingClosed):
        put_forward(study_session, deputy)


def test_the_last_day_counts_in_beijing(term):
    study_session = make_study_session(term, recommend_until=date(2026, 3, 15))
    (deputy,) = make_unit(term, study_session, places=1, deputies=1)
    with pytest.raises(RecommendingOver):
        put_forward(study_session, deputy)


def test_two_study_sessions_on_one_day_do_not_share_a_person(term, study_session, unit):
    other = make_study_session(term, title="第2期专题学习班", arrival_on=date(2026, 4, 2), starts_on=date(2026, 4, 2))
    make_quota(other, unit[0].electing_body, 2)
    put_forward(study_session, unit[0])
    with pytest.raises(SeatClash, match="第1期专题学习班"):
        put_forward(other, unit[0])
    assert seated(other) == []


def test_a_clash_with_another_congress_names_the_congress_and_not_its_study_session(study_session, unit):
    elsewhere = make_term(make_congress(name="某省人民代表大会"))
    foreign = make_study_session(elsewhere, title="不该看到的班")
    body = make_electing_body(elsewhere)
    make_quota(foreign, body, 1)
    put_forward(foreign, make_mandate(body, unit[0].person))
    with pytest.raises(SeatClash, match="某省人民代表大会") as refused:
        put_forward(study_session, unit[0])
    assert "不该看到的班" not in str(refused.value)


def test_a_withdrawn_seat_is_free_at_once_and_the_deputy_may_come_back(study_session, unit):
    put_forward(study_session, unit[0])
    put_forward(study_session, unit[1])
    withdraw(enrolment_of(study_session, unit[0]).id, actor=liaison(unit[0].electing_body), now=NOW, reason="出差")
    assert days_of(unit[0].person_id) == []
    put_forward(study_session, unit[2])
    withdraw(enrolment_of(study_session, unit[2]).id, actor=liaison(unit[0].electing_body), now=NOW)
    put_forward(study_session, unit[0])
    assert seated(study_session) == [unit[1].person_id, unit[0].person_id]


def test_nothing_is_withdrawn_twice(study_session, unit):
    put_forward(study_session, unit[0])
    enrolment = enrolment_of(study_session, unit[0])
    withdraw(enrolment.id, actor=liaison(unit[0].electing_body), now=NOW)
    with pytest.raises(NotWithdrawable):
        withdraw(enrolment.id, actor=liaison(unit[0].electing_body), now=NOW)


def test_a_substitute_takes_the_seat_of_a_full_quota(study_session, unit):
    put_forward(study_session, unit[0])
    put_forward(study_session, unit[1])
    leaving = enrolment_of(study_session, unit[0])
    substitute(leaving.id, unit[2].id, actor=liaison(unit[0].electing_body), now=NOW)
    assert seated(study_session) == [unit[1].person_id, unit[2].person_id]
    assert days_of(unit[0].person_id) == []
    assert enrolment_of(study_session, unit[0]).state is PlaceState.SUBSTITUTED


def test_a_substitute_of_another_unit_is_refused_and_nothing_changes(term, study_session, unit):
    put_forward(study_session, unit[0])
    (stranger,) = make_unit(term, study_session, places=1, deputies=1)
    with pytest.raises(OtherUnit):
        substitute(enrolment_of(study_session, unit[0]).id, stranger.id, actor=liaison(unit[0].electing_body), now=NOW)
    assert seated(study_session) == [unit[0].person_id]


def test_a_returned_place_is_free_and_says_why(study_session, unit):
    put_forward(study_session, unit[0])
    enrolment = enrolment_of(study_session, unit[0])
    return_place(enrolment.id, "请优先推荐新任基层代表", actor=organizer(study_session.congress_id), now=NOW)
    assert seated(study_session) == []
    changes = db.session.scalars(select(EnrolmentChange).order_by(EnrolmentChange.id)).all()
    assert [(change.from_state, change.to_state) for change in changes] == [
        (None, PlaceState.RECOMMENDED),
        (PlaceState.RECOMMENDED, PlaceState.RETURNED),
    ]
    assert changes[-1].reason == "请优先推荐新任基层代表"


def test_no_place_is_returned_once_the_study_session_has_begun(term):
    study_session = make_study_session(term, arrival_on=NOW.date(), starts_on=NOW.date())
    (deputy,) = make_unit(term, study_session, places=1, deputies=1)
    put_forward(study_session, deputy)
    with pytest.raises(HasBegun):
        return_place(
            enrolment_of(study_session, deputy).id, "太晚", actor=organizer(study_session.congress_id), now=NOW
        )


@pytest.mark.parametrize(
    ("attributes", "priority"),
    [
        ({"is_newly_elected": True, "is_grassroots": True}, Priority.NEW_GRASSROOTS),
        ({"is_newly_elected": True, "is_grassroots": False}, Priority.NEW),
        ({"is_newly_elected": False, "is_grassroots": True}, Priority.NOT_YET_TRAINED),
    ],
)
def test_the_priority_is_kept_with_the_recommendation(study_session, unit, attributes, priority):
    deputy = make_mandate(unit[0].electing_body, **attributes)
    put_forward(study_session, deputy)
    assert enrolment_of(study_session, deputy).priority == priority


def test_the_act_is_audited_by_opaque_ids_in_the_same_transaction(study_session, unit):
    public_id = put_forward(study_session, unit[0])
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.subject_id, event.account_id) == ("enrolment.recommended", public_id, 2)


def test_a_refused_act_leaves_no_trace(study_session, unit):
    put_forward(study_session, unit[0])
    with pytest.raises(AlreadyRecommended):
        put_forward(study_session, unit[0])
    assert len(db.session.scalars(select(AuditEvent)).all()) == 1
