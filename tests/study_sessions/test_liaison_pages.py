"""What a liaison and a deputy see and do; one too many is refused with the reason, a foreign object is not found."""

import uuid

import pytest

from lms.core.database import db
from lms.people.models import ElectingBody, Person
from lms.study_sessions.operations.lifecycle import call_off, confirm_list
from lms.study_sessions.states import State
from tests.factories import NOW, make_mandate, make_person
from tests.study_sessions.making import enrolment_path, make_quota, make_study_session, seated
from tests.support.accounts import make_account, sign_in
from tests.support.statements import statements_of


def put_forward(client, scene, deputy):
    return client.post(f"{scene.path}/recommendation", data={"mandate": deputy.mandate})


def own_body(scene):
    return db.session.get_one(ElectingBody, scene.unit[0].body_id)


def test_a_liaison_fills_the_quota_and_is_refused_one_too_many_with_the_reason(as_liaison, scene):
    for deputy in scene.unit[:2]:
        assert put_forward(as_liaison, scene, deputy).status_code == 303
    refused = put_forward(as_liaison, scene, scene.unit[2])
    assert refused.status_code == 409
    assert f"{scene.unit[2].unit}共有 2 个名额，已全部用完（已推荐 2 人）" in refused.text
    assert scene.unit[2].name in refused.text
    assert len(seated(scene)) == 2


def test_new_grassroots_deputies_come_first_and_those_on_the_list_are_no_candidates(as_liaison, scene):
    make_mandate(own_body(scene), make_person(name="老代表", sort_key="0"), is_newly_elected=False)
    make_mandate(own_body(scene), make_person(name="新干部", sort_key="1"), is_grassroots=False)
    put_forward(as_liaison, scene, scene.unit[0])
    shown = as_liaison.get(f"{scene.path}/recommendation").text
    candidates = shown[shown.index("本单位在任代表") :]
    order = [candidates.index(name) for name in (scene.unit[1].name, "新干部", "老代表")]
    assert order == sorted(order)
    assert scene.unit[0].name not in candidates


@pytest.mark.parametrize("text", ["欧阳", "ouyang", "oyn"])
def test_candidates_are_found_by_name_pinyin_and_initials(as_liaison, scene, text):
    make_mandate(own_body(scene), make_person(name="欧阳娜", pinyin="ouyang na", pinyin_initials="oyn"))
    found = as_liaison.get(f"{scene.path}/recommendation?q={text}").text
    assert ("欧阳娜" in found, scene.unit[0].name in found) == (True, False)


def test_a_liaison_substitutes_and_withdraws(as_liaison, scene):
    put_forward(as_liaison, scene, scene.unit[0])
    path = enrolment_path(scene.id, scene.unit[0])
    assert "由谁替换" in as_liaison.get(f"{path}/substitution").text
    as_liaison.post(f"{path}/substitution", data={"mandate": scene.unit[1].mandate})
    assert seated(scene) == [scene.unit[1].person_id]
    as_liaison.post(f"{enrolment_path(scene.id, scene.unit[1])}/withdrawal")
    assert seated(scene) == []


def test_a_candidate_who_is_elsewhere_on_these_days_is_shown_as_such(as_liaison, scene):
    other = make_study_session(scene.term, title="第2期专题学习班", number=2)
    make_quota(other, own_body(scene), 1)
    as_liaison.post(f"/study-sessions/{other.public_id}/recommendation", data={"mandate": scene.unit[0].mandate})
    assert "这几天已有“第2期专题学习班”的名额" in as_liaison.get(f"{scene.path}/recommendation").text


def test_a_confirmed_list_can_only_be_looked_at(as_liaison, scene):
    put_forward(as_liaison, scene, scene.unit[0])
    assert "撤回" in as_liaison.get(f"{scene.path}/recommendation").text
    confirm_list(scene.id, actor=scene.by, now=NOW)
    shown = as_liaison.get(f"{scene.path}/recommendation").text
    assert "目前未开放推荐" in shown
    assert "撤回" not in shown
    assert put_forward(as_liaison, scene, scene.unit[1]).status_code == 409


@pytest.mark.parametrize("rest", ["", "/list", "/recommendation"])
def test_a_liaison_sees_only_the_own_unit(as_liaison, scene, rest):
    foreign = scene.another_unit()[0]
    scene.put(foreign)
    shown = as_liaison.get(scene.path + rest).text
    assert foreign.unit not in shown
    assert foreign.name not in shown


def test_a_liaison_finds_nothing_of_another_unit(as_liaison, scene):
    foreign, second = scene.another_unit(deputies=2)
    scene.put(foreign)
    theirs = enrolment_path(scene.id, foreign)
    assert as_liaison.get(f"{scene.path}/recommendation?unit={foreign.unit_public_id}").status_code == 404
    assert as_liaison.post(f"{theirs}/withdrawal").status_code == 404
    assert as_liaison.get(f"{theirs}/substitution").status_code == 404
    assert put_forward(as_liaison, scene, second).status_code == 404
    assert seated(scene) == [foreign.person_id]


def test_a_liaison_knows_of_no_draft_and_of_no_session_without_the_unit(as_liaison, scene):
    draft = make_study_session(scene.term, title="未定的班", number=6, state=State.DRAFT)
    make_quota(draft, own_body(scene), 2)
    without = make_study_session(scene.term, title="别人的班", number=7)
    paths = [f"/study-sessions/{each.public_id}" for each in (draft, without)]
    assert [as_liaison.get(path).status_code for path in paths] == [404, 404]
    shown = as_liaison.get("/study-sessions").text
    assert "第1期专题学习班" in shown
    assert "未定的班" not in shown
    assert "别人的班" not in shown


@pytest.mark.parametrize("mandate", ["", "nonsense", str(uuid.UUID(int=0)), "' OR 1=1", "\0"])
def test_who_is_named_wrongly_is_nobody(as_liaison, scene, mandate):
    answer = as_liaison.post(f"{scene.path}/recommendation", data={"mandate": mandate})
    assert answer.status_code == 404
    assert seated(scene) == []


def test_the_recommendation_page_needs_as_few_statements_for_many_deputies(as_liaison, scene):
    put_forward(as_liaison, scene, scene.unit[0])
    few = statements_of(as_liaison, f"{scene.path}/recommendation")
    for _ in range(5):
        make_mandate(own_body(scene))
    put_forward(as_liaison, scene, scene.unit[1])
    assert statements_of(as_liaison, f"{scene.path}/recommendation") == few <= 10


def as_deputy(client, scene):
    sign_in(client, make_account(db.session.get_one(Person, scene.unit[0].person_id)))
    return client


@pytest.mark.usefixtures("_today")
def test_a_deputy_sees_the_own_place_and_how_it_stands(client, scene):
    deputy = as_deputy(client, scene)
    scene.put(scene.unit[1])
    assert "您是否有意参加？" in deputy.get("/my/study-sessions").text
    scene.put(scene.unit[0])
    assert "已推荐，待确认" in deputy.get("/my/study-sessions").text
    confirm_list(scene.id, actor=scene.by, now=NOW)
    shown = deputy.get("/my/study-sessions").text
    assert "请回复" in shown
    assert "2026年3月31日至4月2日 · 北京 · 2026年3月30日报到" in shown


@pytest.mark.usefixtures("_today")
def test_a_deputy_sees_that_a_study_session_was_called_off(client, scene):
    scene.put(scene.unit[0])
    call_off(scene.id, "台风", actor=scene.by, now=NOW)
    assert "已取消" in as_deputy(client, scene).get("/my/study-sessions").text
