"""The pages of the life of a place: the deputy's, the liaison's and the organizer's."""

import pytest
from sqlalchemy import select

from lms.core.database import db, transaction
from lms.people.models import Person
from lms.study_sessions.models import Quota, StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.operations.quotas import hand_back
from lms.study_sessions.operations.reserves import reserve
from tests.factories import NOW
from tests.study_sessions.making import common_pool_of, enrolment_path, make_quota
from tests.support.accounts import make_account, sign_in


@pytest.fixture
def as_deputy(client, scene, _today):
    sign_in(client, make_account(db.session.get_one(Person, scene.unit[0].person_id)))
    return client


@pytest.fixture
def own(scene):
    return f"/my{scene.path}"


def session_of(scene):
    db.session.rollback()
    return db.session.get_one(StudySession, scene.id)


def confirm(scene):
    confirm_list(scene.id, actor=scene.by, now=NOW)


def fill_up(scene, waiting=True):
    scene.put(*scene.unit[:2])
    if waiting:
        reserve(scene.id, scene.unit[2].mandate_id, actor=scene.by, now=NOW)


def test_a_deputy_is_asked_by_a_day_and_accepts(as_deputy, scene, own):
    scene.put(scene.unit[0])
    confirm(scene)
    asked = as_deputy.get(own).text
    assert "请您确认是否参加" in asked
    assert "2026年3月23日" in asked
    answered = as_deputy.post(f"{own}/acceptance", follow_redirects=True).text
    assert "确认参加" in answered
    assert "请您确认是否参加" not in answered


def test_a_deputy_declines_with_a_reason_and_nothing_typed_is_lost(as_deputy, scene, own):
    scene.put(scene.unit[0])
    confirm(scene)
    assert as_deputy.post(f"{own}/declination", data={"decline-reason": ""}).status_code == 422
    assert "不参加" in as_deputy.post(f"{own}/declination", data={"decline-reason": "出访"}, follow_redirects=True).text
    again = as_deputy.post(f"{own}/declination", data={"decline-reason": "仍不能参加"})
    assert again.status_code == 409
    assert "Internal" not in again.text


def test_an_open_study_session_shows_the_place_in_line_as_it_is(as_deputy, scene, own):
    with transaction() as session:
        session.get_one(StudySession, scene.id).is_open = True
    make_quota(session_of(scene), None, 0)
    assert "开放报名" in as_deputy.get("/my/study-sessions").text
    assert "候补第1位" in as_deputy.post(f"{own}/application", follow_redirects=True).text
    assert "报名" in as_deputy.post(f"{own}/application-withdrawal", follow_redirects=True).text
    assert "先报先得" in as_deputy.get(own).text


def test_a_deputy_tells_the_unit_and_takes_it_back(as_deputy, scene, own):
    told = as_deputy.post(f"{own}/interest", data={"interest-note": "希望参加"}, follow_redirects=True).text
    assert "已将您的报名意向告知选举单位" in told
    assert "希望参加" in told
    assert "您的报名意向已撤回" in as_deputy.post(f"{own}/interest-withdrawal", follow_redirects=True).text


def test_what_does_not_concern_a_deputy_is_not_found(as_deputy, scene):
    strangers = scene.another_unit()
    sign_in(as_deputy, make_account(db.session.get_one(Person, strangers[0].person_id)))
    assert as_deputy.get(f"/my{scene.path}").status_code == 200
    with transaction() as session:
        session.get_one(StudySession, scene.id).state = "draft"
    assert as_deputy.get(f"/my{scene.path}").status_code == 404


def test_a_liaison_puts_reserves_in_order(as_liaison, scene):
    fill_up(scene, waiting=False)
    late = scene.unit[2]
    page = as_liaison.post(f"{scene.path}/reserves", data={"mandate": late.mandate}, follow_redirects=True).text
    assert f"{late.name}已列入候补" in page
    assert "本单位候补代表" in page
    assert as_liaison.post(f"{enrolment_path(scene.id, late)}/earlier-turn").status_code == 303


def test_a_liaison_answers_for_a_deputy_and_the_page_says_so(as_liaison, scene):
    fill_up(scene)
    confirm(scene)
    first, second, third = scene.unit
    as_liaison.post(f"{enrolment_path(scene.id, first)}/acceptance")
    assert "由联络员代办" in as_liaison.get(f"{scene.path}/recommendation").text
    as_liaison.post(f"{enrolment_path(scene.id, second)}/declination", data={"reason": "生病"})
    listing = as_liaison.get(f"{scene.path}/list").text
    assert "不参加 · 由联络员代办" in listing
    assert third.name in listing


def test_a_liaison_hands_back_what_is_free_and_no_more(as_liaison, scene):
    quota = db.session.scalars(_quotas(scene)).one()
    path = f"/quotas/{quota.public_id}/hand-back"
    assert as_liaison.get(path).status_code == 200
    assert as_liaison.post(path, data={"places": "3", "reason": "无人能来"}).status_code == 422
    assert as_liaison.post(path, data={"places": "2", "reason": "无人能来"}).status_code == 303
    assert common_pool_of(session_of(scene)).places == 2


def test_an_organizer_sees_the_proposal_and_gives_the_places(as_organizer, scene):
    fill_up(scene)
    scene.another_unit(places=1)
    other = db.session.scalars(_quotas(scene).order_by("id")).all()[-1].id
    hand_back(other, 1, "无人能来", actor=scene.by, now=NOW)
    page = as_organizer.get(f"{scene.path}/places").text
    assert scene.unit[2].name in page
    chosen = enrolment_path(scene.id, scene.unit[2]).removeprefix("/enrolments/")
    given = as_organizer.post(f"{scene.path}/proposal", data={"chosen": chosen}, follow_redirects=True).text
    assert "已递补 1 个名额" in given
    again = as_organizer.post(f"{scene.path}/proposal", data={"chosen": chosen})
    assert again.status_code == 409
    assert "请重新查看递补建议" in again.text


def _quotas(scene):
    return select(Quota).where(Quota.study_session_id == scene.id)
