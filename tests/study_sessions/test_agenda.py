"""What waits for an organizer: one step for each study session, and none where nothing can be done."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.permissions import Actor, Grant, Role
from lms.study_sessions.agenda import Step, decisions
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.operations.reviewing import review
from lms.study_sessions.states import State
from tests.factories import NOW, make_term
from tests.study_sessions.making import APRIL_2, MARCH_31, make_quota, make_study_session, make_unit, organizer

pytestmark = pytest.mark.usefixtures("database")

BEFORE = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("state", "today", "step"),
    [
        (State.DRAFT, BEFORE, Step.SHARE_OUT),
        (State.QUOTAS_OUT, BEFORE, Step.OPEN_RECOMMENDING),
        (State.RECOMMENDING, BEFORE, Step.CONFIRM_LIST),
        (State.LIST_CONFIRMED, BEFORE, None),
        (State.LIST_CONFIRMED, MARCH_31, Step.SIGN_IN),
        (State.LIST_CONFIRMED, APRIL_2, Step.CLOSE_OUT),
        (State.COMPLETED, APRIL_2, None),
    ],
)
def test_each_state_asks_for_its_step(state: State, today: date, step: Step | None) -> None:
    study_session = make_study_session(state=state)
    asked = decisions(organizer(study_session.congress_id), today=today)
    assert [each.step for each in asked] == ([step] if step else [])


def test_a_free_place_that_somebody_waits_for_is_a_decision_through_the_stop_day() -> None:
    term = make_term()
    study_session = make_study_session(term)
    make_quota(study_session, None, 1)
    deputies = make_unit(term, study_session, places=0, deputies=1)
    by = organizer(term.congress_id)
    reserve(study_session.id, deputies[0].id, actor=by, now=NOW)
    assert [each.step for each in decisions(by, today=BEFORE)] == [Step.GIVE_PLACES]
    assert [each.step for each in decisions(by, today=MARCH_31)] == [Step.CONFIRM_LIST]


def test_recommendations_are_reviewed_before_the_list_is_confirmed() -> None:
    term = make_term()
    study_session = make_study_session(term)
    (deputy,) = make_unit(term, study_session, places=1, deputies=1)
    by = organizer(term.congress_id)
    public_id = recommend(study_session.id, deputy.id, actor=by, now=NOW)
    (asked,) = decisions(by, today=BEFORE)
    assert (asked.step, asked.free.to_review) == (Step.REVIEW, 1)
    review(study_session.id, [public_id], actor=by, now=NOW)
    assert [each.step for each in decisions(by, today=BEFORE)] == [Step.CONFIRM_LIST]


def test_the_most_urgent_comes_first() -> None:
    term = make_term()
    make_study_session(term, number=1, recommend_until=date(2026, 3, 24))
    make_study_session(term, number=2, recommend_until=date(2026, 3, 20))
    asked = decisions(organizer(term.congress_id), today=BEFORE)
    assert [each.study_session.number for each in asked] == [2, 1]


def test_a_class_head_is_asked_for_the_days_alone() -> None:
    term = make_term()
    make_study_session(term, number=1, state=State.DRAFT)
    make_study_session(term, number=2, state=State.LIST_CONFIRMED)
    head = Actor.of(3, None, term.congress_id, (Grant(Role.CLASS_HEAD),))
    assert [each.step for each in decisions(head, today=MARCH_31)] == [Step.SIGN_IN]


def test_another_congress_is_asked_nothing() -> None:
    make_study_session(state=State.DRAFT)
    assert decisions(organizer(make_term().congress_id), today=BEFORE) == []
