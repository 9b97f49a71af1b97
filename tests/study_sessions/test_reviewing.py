"""The organizer reviews what units recommend: all that the page showed, or none."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.people.models import ElectingBody
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import Enrolment
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.recommendation import recommend, substitute, withdraw
from lms.study_sessions.operations.reviewing import review
from lms.study_sessions.refusals import MoveNotAllowed, RecommendationsChanged
from lms.study_sessions.states import PlaceState
from tests.factories import NOW
from tests.study_sessions.conftest import Scene
from tests.study_sessions.making import enrolment_path, make_quota, make_study_session


def enrolments(scene: Scene) -> list[Enrolment]:
    db.session.rollback()
    mine = select(Enrolment).where(Enrolment.study_session_id == scene.id)
    return list(db.session.scalars(mine.order_by(Enrolment.id)))


def ids(scene):
    return [each.public_id for each in enrolments(scene)]


def states(scene):
    return [each.state for each in enrolments(scene)]


@pytest.fixture
def recommended(scene):
    scene.put(*scene.unit[:2])
    return scene


def by(scene):
    return {"actor": scene.by, "now": NOW}


def test_who_was_reviewed_keeps_the_seat_and_history_says_by_whom(recommended):
    assert review(recommended.id, ids(recommended)[:1], **by(recommended)) == 1
    assert states(recommended) == [PlaceState.REVIEWED, PlaceState.RECOMMENDED]
    first = enrolments(recommended)[0]
    change = db.session.scalars(
        select(EnrolmentChange).where(EnrolmentChange.enrolment_id == first.id).order_by(EnrolmentChange.id.desc())
    ).first()
    assert (first.holds_seat, change.to_state, change.account_id) == (True, PlaceState.REVIEWED, 1)


def test_what_the_unit_has_changed_meanwhile_is_not_reviewed(recommended):
    shown = ids(recommended)
    withdraw(enrolments(recommended)[0].id, **by(recommended))
    with pytest.raises(RecommendationsChanged):
        review(recommended.id, shown, **by(recommended))
    assert states(recommended) == [PlaceState.WITHDRAWN, PlaceState.RECOMMENDED]


def test_nobody_is_reviewed_twice(recommended):
    review(recommended.id, ids(recommended), **by(recommended))
    with pytest.raises(RecommendationsChanged):
        review(recommended.id, ids(recommended), **by(recommended))


def test_who_takes_a_reviewed_place_over_is_to_be_reviewed(recommended):
    review(recommended.id, ids(recommended), **by(recommended))
    substitute(enrolments(recommended)[0].id, recommended.unit[2].mandate_id, **by(recommended))
    assert states(recommended) == [PlaceState.SUBSTITUTED, PlaceState.REVIEWED, PlaceState.RECOMMENDED]


def test_a_list_is_confirmed_with_those_reviewed_and_those_not(recommended):
    review(recommended.id, ids(recommended)[:1], **by(recommended))
    assert confirm_list(recommended.id, **by(recommended)) == 2
    assert set(states(recommended)) == {PlaceState.CONFIRMED}
    with pytest.raises(MoveNotAllowed):
        review(recommended.id, ids(recommended), **by(recommended))


def test_an_organizer_reviews_unit_by_unit(as_organizer, recommended):
    (other,) = recommended.another_unit()
    recommended.put(other)
    path = f"{recommended.path}/reviews"
    page = as_organizer.get(path).text
    assert "已审核 0 人，共 3 人" in page
    first, second, third = ids(recommended)
    done = as_organizer.post(path, data={"chosen": f"{first},{second}"}, follow_redirects=True).text
    assert "已审核 2 人的推荐" in done
    assert (recommended.unit[0].name in done, other.name in done) == (False, True)
    again = as_organizer.post(path, data={"chosen": str(first)})
    assert again.status_code == 409
    as_organizer.post(path, data={"chosen": str(third)})
    assert "各单位的推荐均已审核" in as_organizer.get(path).text


def test_a_second_study_session_of_the_year_is_pointed_out(as_organizer, recommended):
    days = {"arrival_on": date(2026, 6, 1), "starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 4)}
    second = make_study_session(recommended.term, title="第2期专题学习班", **days)
    assert second.title not in as_organizer.get(f"{recommended.path}/reviews").text
    deputy = recommended.unit[0]
    make_quota(second, db.session.get_one(ElectingBody, deputy.body_id), 1)
    recommend(second.id, deputy.mandate_id, **by(recommended))
    assert "本年度已有“第2期专题学习班”名额" in as_organizer.get(f"{recommended.path}/reviews").text


def test_who_is_returned_from_the_review_leads_back_to_it(as_organizer, recommended):
    path = enrolment_path(recommended.id, recommended.unit[0])
    answer = as_organizer.post(f"{path}/return", data={"reason": "时间冲突"})
    assert answer.location.endswith("/reviews")


def test_a_liaison_still_withdraws_who_was_reviewed(as_liaison, recommended):
    review(recommended.id, ids(recommended), **by(recommended))
    assert "已审核，待确认" in as_liaison.get(f"{recommended.path}/recommendation").text
    path = enrolment_path(recommended.id, recommended.unit[0])
    assert as_liaison.post(f"{path}/withdrawal").status_code == 303
    assert states(recommended) == [PlaceState.WITHDRAWN, PlaceState.REVIEWED]
