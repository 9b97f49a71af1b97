"""A deputy tells the unit of the wish to come: it takes no seat, and stands beside the name where the unit chooses."""

from datetime import date

import pytest

from lms.core.database import db, transaction
from lms.records.posting import Fact, post_for_mandate
from lms.study_sessions.candidates import candidates
from lms.study_sessions.interests.operations import take_back, tell_unit
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.refusals import IsOpen, RecommendingClosed
from lms.study_sessions.states import Priority, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.making import (
    deputy_of,
    liaison,
    make_quota,
    make_study_session,
    make_unit,
    seated,
)


@pytest.fixture
def term(database):
    return make_term()


@pytest.fixture
def study_session(term):
    return make_study_session(term)


@pytest.fixture
def unit(term, study_session):
    return make_unit(term, study_session, places=1, deputies=2)


def listed(study_session, body):
    db.session.rollback()
    study_session = db.session.get_one(StudySession, study_session.id)
    return candidates(study_session, body.id, text="", taken=(), number=1).items


def tell(study_session, deputy, note=""):
    tell_unit(study_session.id, note, actor=deputy_of(deputy), now=NOW)


def test_an_interest_stands_beside_the_name_and_takes_no_seat(study_session, unit):
    tell(study_session, unit[1], "希望参加")
    assert {each.mandate.id: each.interest for each in listed(study_session, unit[0].electing_body)} == {
        unit[0].id: None,
        unit[1].id: "希望参加",
    }
    assert seated(study_session) == []


def test_told_again_the_newer_word_counts_and_it_can_be_taken_back(study_session, unit):
    tell(study_session, unit[0], "希望参加")
    tell(study_session, unit[0], "仍希望参加")
    assert "仍希望参加" in [each.interest for each in listed(study_session, unit[0].electing_body)]
    for _ in range(2):
        take_back(study_session.id, actor=deputy_of(unit[0]), now=NOW)
    assert [each.interest for each in listed(study_session, unit[0].electing_body)] == [None, None]


def test_nothing_is_told_where_one_applies_or_where_the_unit_takes_no_part(term, study_session, unit):
    with pytest.raises(RecommendingClosed):
        tell(study_session, make_mandate(make_electing_body(term)))
    for given, refusal in (({"is_open": True}, IsOpen), ({"state": State.LIST_CONFIRMED}, RecommendingClosed)):
        other = make_study_session(term, **given)
        make_quota(other, unit[0].electing_body, 1)
        with pytest.raises(refusal):
            tell(other, unit[0])


def trained(mandate, kind, day):
    with transaction() as session:
        post_for_mandate(
            session,
            mandate_id=mandate.id,
            fact=Fact(kind=kind, occurred_on=day, source_key=f"{kind}:{day}", payload={}),
            now=NOW,
        )


def test_the_list_proposes_who_was_not_trained_yet_and_last_who_was_trained_lately(term, study_session):
    body = make_electing_body(term)
    make_quota(study_session, body, 1)
    lately, long_ago, re_elected, new, grassroots = (
        make_mandate(body, is_newly_elected=is_new, is_grassroots=is_grassroots)
        for is_new, is_grassroots in ((True, True), (True, True), (False, True), (True, False), (True, True))
    )
    trained(lately, "study_session_completion", date(2025, 9, 1))
    trained(long_ago, "study_session_completion", date(2024, 9, 1))
    trained(new, "course_completion", date(2025, 9, 1))
    found = listed(study_session, body)
    assert [each.mandate.id for each in found] == [each.id for each in (grassroots, new, re_elected, long_ago, lately)]
    assert [each.priority for each in found] == [
        Priority.NEW_GRASSROOTS,
        Priority.NEW,
        Priority.NOT_YET_TRAINED,
        Priority.TRAINED,
        Priority.TRAINED,
    ]
    assert found[-1].trained_on == date(2025, 9, 1)


def test_a_second_study_session_in_the_year_is_said_beside_the_name(term, study_session, unit):
    days = {name: date(2026, 6, 1) for name in ("arrival_on", "starts_on", "ends_on")}
    earlier = make_study_session(term, title="春季班", number=7, **days)
    make_quota(earlier, unit[0].electing_body, 1)
    recommend(earlier.id, unit[0].id, actor=liaison(unit[0].electing_body), now=NOW)
    this_year = {each.mandate.id: each.this_year for each in listed(study_session, unit[0].electing_body)}
    assert this_year == {unit[0].id: "春季班", unit[1].id: None}
