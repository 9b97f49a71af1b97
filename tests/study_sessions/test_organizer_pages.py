"""What an organizer sees and does; bad input is answered beside its field, and nothing is half done."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.core.database import db
from lms.people.models import ElectingBody
from lms.study_sessions.models import Enrolment, Quota, StudySession
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.sharing.models import ApportionmentRun
from lms.study_sessions.states import PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_person
from tests.study_sessions.making import deputies_of, enrolment_path, make_quota, make_study_session, make_unit
from tests.support.statements import statements_of

FILLED = {
    "kind": "thematic",
    "number": "2",
    "title": "第2期专题学习班",
    "theme": "宪法",
    "arrival_on": "2026-05-18",
    "starts_on": "2026-05-19",
    "ends_on": "2026-05-21",
    "recommend_until": "2026-05-08",
    "venue": "北京",
    "places": "5",
}


def read(statement):
    db.session.rollback()
    return db.session.scalars(statement).all()


def test_an_organizer_walks_from_the_draft_to_the_confirmed_list(as_organizer, scene):
    made = as_organizer.post("/study-sessions/new", data=FILLED)
    assert made.status_code == 303
    path = made.headers["Location"]
    asked = "basis=plan_seats&method=sainte_lague&minimum=1&reserve=1&grassroots=0"
    assert "名额分配计算表" in as_organizer.get(f"{path}/apportionment?{asked}").text
    assert len(read(select(Quota))) == 1  # A worksheet that is looked at writes nothing; the one pool is the scene's.
    terms = {"basis": "plan_seats", "method": "largest_remainder", "minimum": "1", "reserve": "1", "grassroots": "0"}
    assert as_organizer.post(f"{path}/apportionment", data=terms).status_code == 303
    assert "尚未登记批准" in as_organizer.post(f"{path}/quota-release").text
    approval = {"number": "代培〔2026〕3号", "approved_on": "2026-03-02"}
    assert as_organizer.post(f"{path}/approval", data=approval).status_code == 303
    for step in ("quota-release", "recommending"):
        assert as_organizer.post(f"{path}/{step}").status_code == 303
    new = read(select(StudySession.id).where(StudySession.number == 2))[0]
    recommend(new, scene.unit[0].mandate_id, actor=scene.by, now=NOW)
    assert "待确认" in as_organizer.get(f"{path}/list-confirmation").text
    assert as_organizer.post(f"{path}/list-confirmation").status_code == 303
    assert read(select(Enrolment.state)) == [PlaceState.CONFIRMED]
    run = read(select(ApportionmentRun.public_id))[0]
    assert "预留机动名额 1 个" in as_organizer.get(f"{path}/apportionments/{run}").text


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"title": " \u3000"}, "名称"),
        ({"places": "0"}, "名额"),
        ({"places": "many"}, "名额"),
        ({"starts_on": "2026-02-30"}, "开班日期"),
        ({"starts_on": "2026-05-22"}, "开班日期不能晚于结束日期"),
        ({"kind": "party"}, "类别"),
        ({"starts_on": "2035-05-18", "arrival_on": "2035-05-18", "ends_on": "2035-05-18"}, "不在任何一届任期内"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_organizer, scene, bad, said):
    answer = as_organizer.post("/study-sessions/new", data=FILLED | bad)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="宪法"' in answer.text
    assert read(select(StudySession.id)) == [scene.id]


def test_a_study_session_is_edited_and_its_number_is_given_once(as_organizer, scene):
    first = FILLED | {"number": "1", "places": "10", "title": "改了名的班"}
    assert as_organizer.get(f"{scene.path}/edit").status_code == 200
    assert as_organizer.post(f"{scene.path}/edit", data=first).status_code == 303
    assert "改了名的班" in as_organizer.get(scene.path).text
    assert "2026 年已有第 1 期同类学习班" in as_organizer.post("/study-sessions/new", data=first).text


@pytest.mark.parametrize(
    "query",
    [
        "basis=in_office&as_at=&minimum=0&reserve=0&method=d_hondt&grassroots=0",
        "basis=in_office&as_at=yesterday&minimum=0&reserve=0&method=d_hondt&grassroots=0",
        "basis=luck&minimum=0&reserve=0&method=d_hondt&grassroots=0",
        "basis=plan_seats&minimum=-1&reserve=0&method=d_hondt&grassroots=0",
        "basis=plan_seats&minimum=99&reserve=0&method=d_hondt&grassroots=0",
        "basis=plan_seats&minimum=0&reserve=10&method=d_hondt&grassroots=0",
        "basis=plan_seats&minimum=0&reserve=0&method=dice&grassroots=0",
        "basis=plan_seats&minimum=0&reserve=0&method=d_hondt&grassroots=11",
        "unit=1",
    ],
)
def test_terms_by_which_places_can_not_be_shared_are_refused(as_organizer, scene, query):
    answer = as_organizer.get(f"{scene.path}/apportionment?{query}")
    assert answer.status_code == 422
    assert "名额分配计算表" not in answer.text


def test_places_are_moved_with_a_reason_and_not_without(as_organizer, scene):
    scene.another_unit()
    giving, getting = (str(each) for each in read(select(Quota.public_id).order_by(Quota.id)))
    move = {"giving": giving, "getting": getting, "places": "1", "reason": "西藏退回"}
    for wrong in ({"reason": " "}, {"getting": giving}, {"getting": ""}, {"places": "0"}):
        assert as_organizer.post(f"{scene.path}/quota-moves", data=move | wrong).status_code == 422
    assert as_organizer.post(f"{scene.path}/quota-moves", data=move).status_code == 303
    assert read(select(Quota.places).order_by(Quota.id)) == [1, 2]
    too_many = as_organizer.post(f"{scene.path}/quota-moves", data=move | {"places": "9"})
    assert too_many.status_code == 422
    assert "最多可调出 1 个名额" in too_many.text
    assert "西藏退回" in too_many.text


def test_a_place_is_returned_with_a_reason_that_the_unit_can_read(as_organizer, scene):
    scene.put(scene.unit[0])
    path = f"{enrolment_path(scene.id, scene.unit[0])}/return"
    assert as_organizer.get(path).status_code == 200
    assert as_organizer.post(path, data={"reason": " "}).status_code == 422
    assert as_organizer.post(path, data={"reason": "请优先推荐新任基层代表"}).status_code == 303
    listed = as_organizer.get(f"{scene.path}/list").text
    assert "请优先推荐新任基层代表" in listed
    assert "主办单位退回" in listed


def test_calling_off_says_what_it_does_and_to_how_many(as_organizer, scene):
    scene.put(scene.unit[0])
    assert "将释放 1 名代表的名额" in as_organizer.get(f"{scene.path}/calling-off").text
    assert as_organizer.post(f"{scene.path}/calling-off", data={"reason": "台风"}).status_code == 303
    assert "台风" in as_organizer.get(scene.path).text


def test_a_step_that_is_not_open_is_refused_in_the_houses_look(as_organizer, scene):
    answer = as_organizer.post(f"{scene.path}/quota-release")
    assert answer.status_code == 409
    assert "重新分配" in answer.text


def test_the_list_is_downloaded_in_official_order_and_starts_no_formula(as_organizer, scene):
    first = make_mandate(make_electing_body(scene.term, official_order=0), make_person(name="=1+1"))
    make_quota(db.session.get_one(StudySession, scene.id), first.electing_body, 1)
    scene.put(scene.unit[0], *deputies_of([first]))
    answer = as_organizer.get(f"{scene.path}/list.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows if isinstance(row[0], float)] == ["=1+1", scene.unit[0].name]


def test_an_organizer_finds_nothing_of_another_congress(as_organizer, scene):
    foreign = make_study_session(title="别的大会的班")
    path, foreign_id = f"/study-sessions/{foreign.public_id}", foreign.id
    deputies = deputies_of(make_unit(foreign.term, foreign, places=1, deputies=1))
    recommend(foreign_id, deputies[0].mandate_id, actor=scene.by, now=NOW)
    for rest in ("", "/edit", "/apportionment", "/quota-moves", "/list", "/list.xlsx", "/list-confirmation"):
        assert as_organizer.get(path + rest).status_code == 404, rest
    for rest in ("/quota-release", "/recommending", "/list-confirmation"):
        assert as_organizer.post(path + rest).status_code == 404, rest
    assert as_organizer.get(f"{enrolment_path(foreign_id, deputies[0])}/return").status_code == 404
    assert "别的大会的班" not in as_organizer.get("/study-sessions").text


@pytest.mark.parametrize("rest", ["", "/list", "/apportionment", "/quota-moves"])
def test_a_page_needs_as_few_statements_for_many_rows(as_organizer, scene, rest):
    scene.put(scene.unit[0])
    few = statements_of(as_organizer, scene.path + rest)
    for _ in range(3):
        scene.put(*scene.another_unit(places=2, deputies=2))
    assert statements_of(as_organizer, scene.path + rest) == few <= 10


def test_the_year_is_the_one_asked_for(as_organizer, scene):
    days = {"arrival_on": date(2027, 3, 1), "starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 2)}
    make_study_session(scene.term, title="来年的班", year=2027, **days)
    assert "来年的班" not in as_organizer.get("/study-sessions").text
    assert "来年的班" in as_organizer.get("/study-sessions?year=2027").text


@pytest.mark.parametrize("year", ["x", "-1", "0", "99999999999999999999"])
def test_a_year_that_is_none_shows_this_one(as_organizer, year):
    answer = as_organizer.get(f"/study-sessions?year={year}")
    assert "2026 年学习班" in answer.text


def test_a_draft_says_what_comes_next(as_organizer, scene):
    draft = make_study_session(scene.term, number=3, state=State.DRAFT)
    path = f"/study-sessions/{draft.public_id}"
    make_quota(draft, db.session.get_one(ElectingBody, scene.unit[0].body_id), 4)
    assert "已分配 4 个名额，而本期共有 10 个名额" in as_organizer.get(path).text
