"""Walk over two congresses: a county calls a town's deputy, who hears, answers and finds it in the record at home."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from lms.attendance.operations.close_out import close_out
from lms.attendance.operations.sign_in import sign_in as mark_present
from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.letters.models import Letter
from lms.people.models import Congress, ElectingBody, Employer, Level, Term
from lms.study_sessions.call_up.models import CallUp
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.operations.lifecycle import confirm_list
from lms.study_sessions.states import PlaceState, State
from tests.attendance.test_days import DAYS, LAST_EVENING
from tests.factories import (
    NOW,
    make_congress,
    make_electing_body,
    make_mandate,
    make_person,
    make_term,
    saved,
)
from tests.notices.letters_making import make_letterhead
from tests.study_sessions.call_up.making import Called
from tests.study_sessions.levels_making import COUNTY, TOWN, make_levels
from tests.study_sessions.making import deputies_of, make_approval, make_quota, make_study_session
from tests.support.accounts import id_of, make_account, make_grant, make_staff, sign_in

BOX = "吸收下级人大代表参加"


@pytest.fixture
def walk(app, database):
    with clock.frozen_at(NOW):
        yield Walk(app)


class Walk:
    """Browsers of the county's organizer and liaison, of the town's deputy, and of the town's organizer."""

    def __init__(self, app):
        self.app = app
        self.levels = make_levels()
        self.path = f"/study-sessions/{self.levels.study_session.public_id}"
        works_at = saved(Employer(congress_id=self.levels.town, name="柳林小学", address="柳林镇1号"))
        self.deputy = self.levels.below("赵镇", employer_id=works_at.id, card_number="0007")
        self.mandate, self.mandate_id = str(self.deputy.public_id), self.deputy.id
        self.account = make_account(self.deputy.person)
        self.neighbour = self.levels.below("钱镇")
        self.neighbour_account = make_account(self.neighbour.person)

    def browser(self, account, congress_id):
        client = self.app.test_client()
        sign_in(client, account, congress_id=congress_id)
        return client

    def staff(self, role, congress_id):
        return self.browser(make_staff(role, db.session.get_one(Congress, congress_id)), congress_id)

    def liaison(self, body_id):
        body = db.session.get_one(ElectingBody, body_id)
        return self.browser(make_staff(Role.LIAISON, body=body), body.congress_id)

    def recommended(self):
        self.liaison(self.levels.unit).post(f"{self.path}/recommendation", data={"mandate": self.mandate})

    def enrolment(self):
        db.session.rollback()
        return db.session.scalars(select(Enrolment).where(Enrolment.mandate_id == self.mandate_id)).one()

    def call_up(self):
        """Confirm the list, and call up with a letter, through three hands; the call-up's address for the deputy."""
        confirm_list(self.levels.session, actor=self.levels.organizer, now=NOW)
        make_letterhead(self.levels.county)
        called = Called(self.levels.session, self.levels.county, 0, 0, 0, 0, 0, 0)
        call_up_id = called.do(bring="代表证", answer_by=date(2026, 3, 20))
        return f"/my/call-ups/{db.session.get_one(CallUp, call_up_id).public_id}"


def test_the_office_is_asked_whether_to_admit_them_only_where_a_unit_stands_for_a_congress(walk):
    county, town = walk.staff(Role.ORGANIZER, walk.levels.county), walk.staff(Role.ORGANIZER, walk.levels.town)
    said = {
        "kind": "thematic",
        "title": "乡镇代表第2期",
        "arrival_on": "2026-06-01",
        "starts_on": "2026-06-02",
        "ends_on": "2026-06-03",
        "places": "20",
        "admits_below": "y",
    }

    assert BOX in county.get("/study-sessions/new").text
    assert BOX not in town.get("/study-sessions/new").text
    made = county.post("/study-sessions/new", data=said, follow_redirects=True).text
    assert TOWN in made
    town.post("/study-sessions/new", data=said)

    rows = select(StudySession.congress_id, StudySession.admits_below).where(StudySession.title == "乡镇代表第2期")
    assert dict(db.session.execute(rows).all()) == {walk.levels.county: True, walk.levels.town: False}


def test_after_the_draft_the_page_says_that_it_can_no_longer_be_changed(walk):
    county = walk.staff(Role.ORGANIZER, walk.levels.county)
    study_session = walk.levels.study_session
    said = {
        name: str(getattr(study_session, name)) for name in ("title", "arrival_on", "starts_on", "ends_on", "places")
    }
    answer = county.post(f"{walk.path}/edit", data={**said, "kind": "thematic", "venue": "北京"})

    assert answer.status_code == 422
    assert "已不能更改" in answer.text


def test_the_liaison_sees_them_marked_with_their_congress_and_puts_one_forward(walk):
    walk.levels.own("王县")
    liaison = walk.liaison(walk.levels.unit)
    shown = liaison.get(f"{walk.path}/recommendation").text
    assert shown.index("王县") < shown.index("赵镇")
    assert f"{TOWN}代表" in shown

    walk.recommended()

    mine = liaison.get(f"{walk.path}/recommendation").text
    assert f"{TOWN}代表" in mine[mine.index("赵镇") : mine.index("赵镇") + 200]
    listed = walk.staff(Role.ORGANIZER, walk.levels.county).get(f"{walk.path}/list").text
    assert "赵镇" in listed
    assert f"{TOWN}代表" in listed
    assert "0007" not in listed


def test_nothing_else_of_the_town_opens_to_the_county_and_nothing_of_the_county_to_the_town(walk):
    walk.recommended()
    deputy_page = f"/deputies/{walk.mandate}"
    for reader in (walk.staff(Role.BUSINESS_ADMIN, walk.levels.county), walk.liaison(walk.levels.unit)):
        assert reader.get(deputy_page).status_code == 404
    for reader in (walk.staff(Role.ORGANIZER, walk.levels.town), walk.liaison(walk.levels.ward)):
        assert reader.get(walk.path).status_code == 404
        assert reader.get(f"{walk.path}/list").status_code == 404
    assert walk.liaison(walk.levels.ward).get(f"{walk.path}/recommendation").status_code == 404


def test_the_deputy_hears_answers_and_dates_it_at_home_and_the_employer_is_told(walk):
    walk.recommended()
    deputy = walk.browser(walk.account, walk.levels.town)
    for page in ("/my/study-sessions", f"/my{walk.path}"):
        assert f"{COUNTY}举办" in deputy.get(page).text
    notice = walk.call_up()

    assert "乡镇人大代表学习班" in deputy.get("/").text
    assert "乡镇人大代表学习班" in deputy.get("/notices").text
    assert "代表证" in deputy.get(notice).text
    assert "乡镇人大代表学习班" in deputy.get(f"{notice}/calendar").text
    assert walk.browser(walk.neighbour_account, walk.levels.town).get(notice).status_code == 404
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.congress_id, letter.addressee) == (walk.levels.county, "柳林小学")
    assert f"{TOWN}代表赵镇同志" in "".join(letter.paragraphs)

    deputy.post(f"/my{walk.path}/acceptance")

    assert walk.enrolment().state is PlaceState.ACCEPTED


def test_the_record_at_home_says_what_was_completed_and_who_held_it(walk):
    walk.recommended()
    walk.call_up()
    for day in DAYS:
        mark_present(walk.levels.session, day, [walk.enrolment().id], actor=walk.levels.organizer, now=LAST_EVENING)
    close_out(walk.levels.session, actor=walk.levels.organizer, now=LAST_EVENING)

    record = walk.browser(walk.account, walk.levels.town).get("/record").text

    assert f"乡镇人大代表学习班 · {COUNTY}" in record


def test_an_open_study_session_that_admits_them_takes_the_application_of_a_town_s_deputy(walk):
    walk.levels.set(is_open=True, state=State.QUOTAS_OUT)
    make_approval(walk.levels.study_session)
    make_quota(walk.levels.study_session, None, 5)
    walk.levels.set(state=State.RECOMMENDING)
    deputy = walk.browser(walk.account, walk.levels.town)
    assert "乡镇人大代表学习班" in deputy.get("/my/study-sessions").text

    deputy.post(f"/my{walk.path}/application")

    assert walk.enrolment().state is PlaceState.RECOMMENDED


def test_a_province_s_officer_with_an_account_of_the_province_recommends_national_deputies(app, database):
    with clock.frozen_at(NOW):
        nation, province = make_congress(), make_congress(level=Level.PROVINCE)
        unit = make_electing_body(make_term(nation), name="河北省")
        study_session = make_study_session(db.session.get_one(Term, unit.term_id))
        make_quota(study_session, unit, 1)
        (deputy,) = deputies_of([make_mandate(unit)])
        path, chosen = f"/study-sessions/{study_session.public_id}", {"congress": str(nation.public_id)}
        person = make_person(name="李建国")
        officer = make_account(person, username="lijianguo", opened_in=province.id)
        make_grant(officer, Role.ORGANIZER, province)
        posts = {role: make_staff(role, nation) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)}
        system, security, own = app.test_client(), app.test_client(), app.test_client()
        sign_in(system, posts[Role.SYSTEM_ADMIN])
        sign_in(security, posts[Role.SECURITY_ADMIN])
        said = {"name": "李建国", "username": "lijianguo", "role": "liaison", "body": deputy.unit_public_id}
        system.post("/accounts/elsewhere/role-proposal", data=said)
        (proposal,) = re.findall(r"/role-proposals/([0-9a-f-]+)/grant", security.get("/role-proposals").text)
        security.post(f"/role-proposals/{proposal}/grant")

        sign_in(own, officer, congress_id=id_of(province))
        assert own.get(path).status_code == 404
        own.post("/sign-in/congress", data=chosen)
        own.post(f"{path}/recommendation", data={"mandate": deputy.mandate})

    people = select(Enrolment.person_id).where(Enrolment.mandate_id == deputy.mandate_id)
    assert db.session.scalars(people).all() == [deputy.person_id]
