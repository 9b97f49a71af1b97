"""A study session for staff through the pages, from its draft to the close-out; no inbox, no record."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.letters.models import Letter
from lms.notices.models import Notice
from lms.people.models import Congress, ElectingBody, Person
from lms.records.models import RecordEntry
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.staff.models import StaffMember
from lms.study_sessions.states import PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.notices.letters_making import make_letterhead
from tests.people.test_roster_files import sheet
from tests.support.accounts import make_account, make_staff, sign_in

if TYPE_CHECKING:
    from lms.people.accounts.models import Account
    from tests.support.http import HouseClient

FILLED = {
    "kind": "business_training",
    "number": "1",
    "title": "人大机关工作人员学习班",
    "audience": "staff",
    "arrival_on": "2026-05-18",
    "starts_on": "2026-05-19",
    "ends_on": "2026-05-20",
    "venue": "北京",
    "places": "4",
}
LAST_EVENING = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
WHERE = {"basis": "plan_seats", "method": "largest_remainder", "minimum": "2", "reserve": "0"}


class Walk:
    """Two units, and a browser of one who is an organizer, a signer and their liaisons in turn."""

    def __init__(self, client: HouseClient) -> None:
        self.client = client
        term = make_term()
        self.congress_id = term.congress_id
        self.bodies = [
            make_electing_body(term, name=name, region_code="130000", plan_seats=5).id for name in ("河北省", "山西省")
        ]
        self.term_id = term.id
        make_letterhead(self.congress_id)
        congress = db.session.get_one(Congress, self.congress_id)
        self.who = {role: make_staff(role, congress) for role in (Role.ORGANIZER, Role.BUSINESS_ADMIN)}
        self.liaison = make_staff(Role.LIAISON, body=self.body(0))
        self.path = ""

    def body(self, number: int) -> ElectingBody:
        return db.session.get_one(ElectingBody, self.bodies[number])

    def be(self, who: Role | Account) -> HouseClient:
        sign_in(self.client, self.who[who] if isinstance(who, Role) else who, congress_id=self.congress_id)
        return self.client

    def post(self, address: str, **data: str) -> None:
        answer = self.client.post(address, data=data)
        assert answer.status_code == 303, answer.text

    def open_it(self) -> None:
        """From the draft to where the units recommend."""
        made = self.be(Role.ORGANIZER).post("/study-sessions/new", data=FILLED)
        assert made.status_code == 303, made.text
        self.path = made.headers["Location"]
        assert self.client.get(f"{self.path}/apportionment").text.count('name="basis"') == 2
        assert self.client.post(f"{self.path}/apportionment", data=WHERE | {"basis": "in_office"}).status_code == 422
        self.post(f"{self.path}/apportionment", **WHERE)
        self.post(f"{self.path}/approval", number="培〔2026〕3号", approved_on="2026-03-02")
        self.post(f"{self.path}/quota-release")
        self.post(f"{self.path}/recommending")

    def keep_staff(self, *names: str) -> list[str]:
        self.be(self.liaison)
        for name in names:
            self.post("/staff/new", name=name, sex="male", post=f"{name}处处长", phone="")
        return [
            str(found(select(StaffMember.public_id).join(StaffMember.person).where(name_is(each)))) for each in names
        ]

    def recommend(self, who: str, *, status: int = 303) -> str:
        answer = self.client.post(f"{self.path}/recommendation", data={"mandate": who})
        assert answer.status_code == status
        return answer.text

    def call_up(self, **wish: str) -> str:
        """Drafted, checked and signed; returns the preview that the signer saw."""
        self.be(Role.ORGANIZER)
        self.post(f"{self.path}/call-up/new", **{"change": "none", "answer_by": ""} | wish)
        draft = f"/call-ups/{found(select(CallUp.public_id).order_by(CallUp.id.desc()).limit(1))}"
        page = self.be(Role.BUSINESS_ADMIN).get(draft)
        self.post(f"{draft}/check")
        text = self.client.get(draft).text
        self.post(f"{draft}/signature", seen=text.split('name="seen" value="', 1)[1].split('"', 1)[0])
        assert self.client.get(draft).status_code == 200
        return page.text


def speaks_of_staff(walk: Walk, *pages: str) -> None:
    """What the page itself says, beside the head and foot of every page."""
    for page in pages:
        said = walk.client.get(f"{walk.path}{page}").text.split("<main", 1)[1].split("</main", 1)[0]
        assert "代表" not in said.replace("不预留基层代表名额", ""), page


def name_is(name):
    return Person.name == name


def found(statement):
    db.session.rollback()
    return db.session.scalars(statement).first()


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def seat(name: str) -> Enrolment:
    return found(select(Enrolment).join(Enrolment.person).where(name_is(name)).order_by(Enrolment.id.desc()))


@pytest.fixture
def walk(client, database) -> Walk:
    with clock.frozen_at(NOW):
        made = Walk(client)
        made.open_it()
        yield made


def test_from_the_draft_to_the_close_out(walk):
    first, second, third = walk.keep_staff("赵一", "钱二", "孙三")
    page = walk.client.get(f"{walk.path}/recommendation").text
    assert "赵一处处长" in page
    speaks_of_staff(walk, "", "/recommendation")
    walk.recommend(first)
    walk.recommend(second)
    speaks_of_staff(walk, "/recommendation", "/list")
    assert "共有 2 个名额，已全部用完" in walk.recommend(third, status=409)
    walk.post(f"{walk.path}/reserves", mandate=third)
    walk.be(Role.ORGANIZER)
    speaks_of_staff(walk, "", "/places", "/reviews", "/list-confirmation", "/apportionment", "/quota-moves", "/call-up")
    walk.post(f"{walk.path}/list-confirmation")
    listed = walk.client.get(f"{walk.path}/list").text
    assert "派员单位" in listed
    assert "代表证号" not in listed
    rows = CalamineWorkbook.from_filelike(io.BytesIO(walk.client.get(f"{walk.path}/list.xlsx").data))
    assert ["河北省", "赵一", "赵一处处长"] in [row[1:4] for row in rows.get_sheet_by_index(0).to_python()]
    preview = walk.call_up()
    assert "赵一（赵一处处长）、钱二（钱二处处长）" in preview
    (letter,) = letters()
    letter_id = letter.id
    assert letter.addressee == "河北省人大常委会办公厅"
    walk.be(Role.ORGANIZER)
    speaks_of_staff(walk, "", "/call-up", "/call-up/new", "/answers", "/attendance", "/sign-in-sheet", "/calling-off")
    walk.be(walk.liaison)
    speaks_of_staff(walk, "", "/recommendation", "/answers")
    walk.post(f"/enrolments/{seat('赵一').public_id}/acceptance")
    walk.post(f"/enrolments/{seat('钱二').public_id}/declination", reason="出差")
    assert seat("孙三").state is PlaceState.CONFIRMED  # The reserve has moved up.
    walk.call_up()
    last = letters()[-1]
    assert last.supersedes_id == letter_id
    assert "孙三（孙三处处长）、赵一（赵一处处长）" in last.paragraphs[0]
    assert any("钱二（钱二处处长）不再参加" in each for each in last.paragraphs)
    attend_and_close(walk)


def attend_and_close(walk):
    with clock.frozen_at(LAST_EVENING):
        walk.be(Role.ORGANIZER)
        present = [str(seat(name).public_id) for name in ("赵一", "孙三")]
        for day in ("2026-05-19", "2026-05-20"):
            answer = walk.client.post(f"{walk.path}/attendance", data={"day": day, "present": present})
            assert answer.status_code == 303
        assert "不计入履职档案" in walk.client.get(f"{walk.path}/close-out").text
        speaks_of_staff(walk, "/close-out")
        walk.post(f"{walk.path}/close-out")
    assert found(select(StudySession.state).where(StudySession.title == FILLED["title"])) is State.COMPLETED
    assert found(select(RecordEntry.id)) is None
    assert found(select(Notice.id).where(Notice.person_id.in_(select(StaffMember.person_id)))) is None


def test_a_change_of_days_is_told_to_each_unit_in_one_letter(walk):
    for who in walk.keep_staff("赵一", "钱二"):
        walk.recommend(who)
    walk.be(Role.ORGANIZER)
    walk.post(f"{walk.path}/list-confirmation")
    walk.call_up()
    days = {"arrival_on": "2026-05-25", "starts_on": "2026-05-26", "ends_on": "2026-05-27", "venue": "上海"}
    walk.call_up(change="postponed", reason="场地维修", **days)
    first, second = letters()
    assert second.supersedes_id == first.id
    assert "2026年5月26日" in second.paragraphs[0]
    first_id, second_id = first.id, second.id
    told = db.session.scalars(select(CallUpNotice).order_by(CallUpNotice.id)).all()
    assert [(each.told.value, each.notice_id, each.letter_id) for each in told] == [
        ("called", None, first_id),
        ("called", None, first_id),
        ("changed", None, second_id),
        ("changed", None, second_id),
    ]
    walk.call_up(change="called_off", reason="另行安排")
    last = letters()[-1]
    assert (last.supersedes_id, last.title) == (second_id, "关于取消选派工作人员参加学习班安排的函")


def test_answers_come_by_workbook_by_unit_name_and_post(walk):
    for who in walk.keep_staff("赵一", "钱二"):
        walk.recommend(who)
    walk.be(Role.ORGANIZER)
    walk.post(f"{walk.path}/list-confirmation")
    walk.call_up()
    walk.be(walk.liaison)
    content = walk.client.get(f"{walk.path}/answers/template").data
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert head[:3] == ["派员单位*", "姓名*", "职务"]
    answers = {"赵一": ("参加", ""), "钱二": ("不参加", "出差")}
    filled = [[*row[:4], *answers[row[1]]] for row in rows if row[1] in answers]
    answer = walk.client.post(f"{walk.path}/answers", data={"file": (io.BytesIO(sheet(head, *filled)), "answers.xlsx")})
    assert answer.status_code == 200, answer.text
    assert [seat(name).state for name in answers] == [PlaceState.ACCEPTED, PlaceState.DECLINED]


def test_two_of_one_name_are_told_apart_by_the_post(walk):
    walk.be(walk.liaison)
    posts = {"处长": "参加", "科长": ""}
    for phone, post in zip(("", "13812345678"), posts, strict=True):
        walk.post("/staff/new", name="赵一", sex="", post=post, phone=phone)
    for who in db.session.scalars(select(StaffMember.public_id)).all():
        walk.recommend(str(who))
    walk.be(Role.ORGANIZER)
    walk.post(f"{walk.path}/list-confirmation")
    walk.call_up()
    walk.be(walk.liaison)
    head = ["派员单位", "姓名", "职务", "是否参加"]
    filled = [["河北省", "赵一", post, said] for post, said in posts.items() if said]
    for rows, said in (([["河北省", "赵一", "", "参加"]], "职务"), (filled, "1")):
        content = (io.BytesIO(sheet(head, *rows)), "answers.xlsx")
        assert said in walk.client.post(f"{walk.path}/answers", data={"file": content}).text
    accepted = select(StaffMember.post).join(Enrolment, Enrolment.staff_member_id == StaffMember.id)
    db.session.rollback()
    assert db.session.scalars(accepted.where(Enrolment.state == PlaceState.ACCEPTED)).all() == ["处长"]


def test_a_deputy_sees_no_study_session_for_staff(walk):
    account = make_account(make_mandate(walk.body(0)).person)
    walk.be(account)
    assert FILLED["title"] not in walk.client.get("/my/study-sessions").text
    assert FILLED["title"] not in walk.client.get("/").text
    assert walk.client.get(walk.path.replace("/study-sessions", "/my/study-sessions")).status_code == 404


def test_a_liaison_finds_neither_another_units_staff_nor_lists_them(walk):
    (who,) = walk.keep_staff("赵一")
    walk.client.get("/staff")  # The word that it was done is read.
    walk.be(make_staff(Role.LIAISON, body=walk.body(1)))
    assert "赵一" not in walk.client.get("/staff").text
    assert walk.client.get(f"/staff/{who}/edit").status_code == 404
    walk.recommend(who, status=404)
