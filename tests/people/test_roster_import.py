"""Taking a roster in: what it adds, changes and leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core import crypto
from lms.core.database import db
from lms.people.accounts.models import Account
from lms.people.identity.sealing import sealed_document
from lms.people.models import (
    ChangeKind,
    Composition,
    DocumentKind,
    Employer,
    MandateChange,
    MandateStatus,
    Person,
    Sex,
)
from lms.people.office import in_office
from tests.factories import NOW, TERM_STARTS, make_person
from tests.people.rosters import TODAY, document, make_house, mandates, planned, row, taken_in
from tests.support.accounts import make_account

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def house():
    return make_house()


def test_a_new_deputy_comes_in_with_everything_the_row_says(house):
    taken_in(
        house,
        row(
            "140001",
            name="欧阳　修",
            ethnicity="汉族",
            born_on="1970/5/17",
            electing_body="湖南",
            document_number=document(1),
            phone="+86 139 1234 5678",
            employer="长沙市第一中学",
            employer_address="长沙市人民路1号",
            employer_email="office@example.com",
            post="校长",
            work_region="长沙市",
            party="群众",
            education="大学本科",
            composition="一线工人",
            election="连任",
            manual_order=3,
        ),
    )
    [mandate] = mandates()
    person = mandate.person
    assert (person.name, person.sex, person.born_on) == ("欧阳修", Sex.MALE, date(1970, 5, 17))
    assert crypto.decrypt(person.phone_sealed) == "13912345678"
    assert (person.document_kind, crypto.decrypt(person.document_sealed)) == (DocumentKind.RESIDENT_ID, document(1))
    assert (person.pinyin, person.pinyin_initials) == ("ouyangxiu", "oyx")
    assert (mandate.electing_body.name, mandate.from_on) == ("湖南省", TERM_STARTS)
    assert (mandate.composition, mandate.is_grassroots) == (Composition.WORKER, True)
    assert (mandate.is_newly_elected, mandate.manual_order) == (False, 3)
    assert (mandate.employer.name, mandate.employer.email) == ("长沙市第一中学", "office@example.com")
    assert (mandate.post, mandate.party, mandate.education) == ("校长", "群众", "大学本科")


def test_the_election_is_the_first_line_of_the_mandates_history(house):
    taken_in(house, row(composition="党政干部"))
    [change] = db.session.query(MandateChange).all()
    assert (change.kind, change.effective_on, change.recorded_at) == (ChangeKind.ELECTED, TERM_STARTS, NOW)
    assert change.values["electing_body_id"] == house.beijing.id
    assert (change.values["composition"], change.values["is_grassroots"]) == ("official", False)
    assert list(db.session.scalars(in_office(TODAY))) == [change.mandate_id]


def test_a_new_deputy_has_an_account_at_once_and_only_one(house):
    taken_in(house, row("140001"))
    accounts = select(Account).join(Person).order_by(Account.id)
    [account] = db.session.scalars(accounts).all()
    assert (account.person_id, account.password_hash) == (mandates()[0].person_id, None)
    taken_in(house, row("140001"), row("140002", name="李芳"))
    assert [each.person.name for each in db.session.scalars(accounts)] == ["王伟", "李芳"]


def test_a_person_who_has_an_account_keeps_it(house):
    account = make_account(make_person(name="王伟", **sealed_document(DocumentKind.RESIDENT_ID, document(1))))
    taken_in(house, row("140001", document_number=document(1)))
    assert mandates()[0].person_id == account.person_id
    assert db.session.scalars(select(Account.username)).all() == [account.username]


def test_the_same_file_again_changes_nothing(house):
    file = [
        row("140001", employer="甲单位", employer_address="甲路1号", document_number=document(1), phone="13912345678"),
        row("140002", name="买买提•艾力", born_on="1970年5月17日", manual_order="2", employer="甲单位"),
        row(None, name="李芳", sex="女", document_kind="港澳居民来往内地通行证", document_number="H1234567801"),
        row(
            "140003",
            electing_body="解放军和武警部队",
            post="师长",
            document_number=document(3),
            composition="解放军和武警",
        ),
    ]
    assert taken_in(house, *file).counts["added"] == 4
    before = db.session.query(MandateChange).count()
    again = taken_in(house, *file).counts
    assert again == {"rows": 4, "added": 0, "changed": 0, "same": 4, "bad": 0}
    assert db.session.query(MandateChange).count() == before


def test_absence_from_a_file_ends_nobodys_mandate(house):
    taken_in(house, row("140001"), row("140002", name="李芳"))
    taken_in(house, row("140003", name="张三"))
    assert [each.status for each in mandates()] == [MandateStatus.IN_OFFICE] * 3


def test_an_empty_cell_and_a_missing_column_leave_what_is_known(house):
    taken_in(house, row(phone="13912345678", post="校长"))
    assert taken_in(house, row()).counts["same"] == 1
    [mandate] = mandates()
    assert mandate.post == "校长"
    assert mandate.person.phone_index is not None


def test_a_change_of_a_mandate_is_written_down_with_its_two_times(house):
    taken_in(house, row(composition="一线工人", employer="甲单位"))
    since = TODAY - timedelta(days=30)
    plan = taken_in(house, row(composition="党政干部", employer="乙单位", post="主任"), effective_on=since)
    assert plan.counts["changed"] == 1
    change = db.session.query(MandateChange).filter_by(kind=ChangeKind.CHANGED).one()
    assert (change.effective_on, change.recorded_at) == (since, NOW)
    employer = db.session.query(Employer).filter_by(name="乙单位").one()
    assert change.values == {
        "composition": "official",
        "is_grassroots": False,
        "employer_id": employer.id,
        "post": "主任",
    }
    [mandate] = mandates()
    assert (mandate.composition, mandate.employer_id) == (Composition.OFFICIAL, employer.id)


def test_a_change_of_the_person_is_noted_by_the_names_of_its_fields_alone(house):
    taken_in(house, row(name="王伟", phone="13912345678"))
    taken_in(house, row(name="王玮", phone="13987654321"))
    event = db.session.query(AuditEvent).filter_by(action="person.changed").one()
    assert event.fields == ["name", "phone"]
    person = db.session.query(Person).one()
    assert (person.name, crypto.decrypt(person.phone_sealed)) == ("王玮", "13987654321")
    assert db.session.query(MandateChange).filter_by(kind=ChangeKind.CHANGED).count() == 0


def test_the_dry_run_says_field_by_field_what_would_change_and_masks_numbers(house):
    taken_in(house, row(phone="13912345678", composition="一线工人", election="新任"))
    [change] = planned(house, row(phone="13987654321", composition="农民", election="连任")).changed
    assert [each.words for each in change.differences] == [
        "手机号：139****5678 → 139****4321",
        "构成：一线工人 → 农民",
        "新任/连任：新任 → 连任",
    ]


def test_a_person_known_from_elsewhere_gets_a_mandate_and_not_a_twin(house):
    other = make_house()
    taken_in(other, row("7", name="王伟", document_number=document(1), phone="13912345678"))
    plan = taken_in(house, row("140001", name="王玮", document_number=document(1), phone="13912345678"))
    assert plan.counts["added"] == 1
    [person] = db.session.query(Person).all()
    assert person.name == "王玮"
    assert {each.term_id for each in mandates()} == {house.term.id, other.term.id}


def test_without_a_card_number_the_document_finds_the_deputy_and_the_card_number_follows(house):
    taken_in(house, row(None, document_number=document(1)))
    plan = taken_in(house, row("140001", document_number=document(1)))
    assert [each.words for each in plan.changed[0].differences] == ["代表证号：— → 140001"]
    assert taken_in(house, row("140001")).counts["same"] == 1


def test_of_army_deputies_neither_post_nor_document_is_kept(house):
    taken_in(
        house, row(electing_body=house.army.name, document_number=document(1), post="师长", composition="解放军和武警")
    )
    [mandate] = mandates()
    assert mandate.post == ""
    assert mandate.person.document_index is None
    [change] = db.session.query(MandateChange).all()
    assert change.values["post"] == ""
