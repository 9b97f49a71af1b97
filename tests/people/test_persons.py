"""Correcting what is kept of a person, and two imports that meet."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from lms.audit.models import AuditEvent
from lms.core import crypto
from lms.core.database import db
from lms.core.errors import InvalidInput
from lms.core.permissions import Role
from lms.people.identity import documents
from lms.people.identity.sealing import sealed_document, sealed_phone
from lms.people.models import DocumentKind, Mandate, Person, Sex
from lms.people.operations.mandates import NothingChanged
from lms.people.operations.persons import Correction, correct
from lms.people.roster.refusals import DocumentOfAnother, NameInvalid, PhoneOfAnother
from tests.factories import NOW, make_mandate, make_person
from tests.people.rosters import BORN_ON, book, document, make_house, row, taken_in
from tests.support.accounts import actor_of, make_staff

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def house():
    return make_house()


def corrected(house, mandate, **given):
    actor = actor_of(
        make_staff(Role.BUSINESS_ADMIN, house.congress), Role.BUSINESS_ADMIN, congress_id=house.congress.id
    )
    values = {"name": "王一", "sex": None, "ethnicity": None, "born_on": None}
    correct(mandate.public_id, Correction(**values | given), actor=actor, now=NOW)
    return db.session.query(Person).filter_by(id=mandate.person_id).populate_existing().one()


def test_a_correction_sets_what_is_said_and_leaves_numbers_that_are_not(house):
    mandate = make_mandate(house.beijing, make_person(name="王一", **sealed_phone("13912345678")))
    person = corrected(house, mandate, name="单　田芳", sex=Sex.MALE, born_on=BORN_ON, document_number=document(1))
    assert (person.name, person.pinyin, person.born_on) == ("单田芳", "shantianfang", BORN_ON)
    assert crypto.decrypt(person.phone_sealed) == "13912345678"
    assert (person.document_kind, crypto.decrypt(person.document_sealed)) == (DocumentKind.RESIDENT_ID, document(1))
    event = db.session.query(AuditEvent).filter_by(action="person.changed").one()
    assert event.fields == ["born_on", "document_number", "name", "sex"]


def test_numbers_are_taken_away_on_purpose_only(house):
    given = {**sealed_phone("13912345678"), **sealed_document(DocumentKind.HK_MACAO_PERMIT, "H12345678")}
    mandate = make_mandate(house.beijing, make_person(name="王一", **given))
    with pytest.raises(NothingChanged):
        corrected(house, mandate)
    person = corrected(house, mandate, removes_phone=True, removes_document=True)
    assert (person.phone_sealed, person.document_sealed, person.document_kind) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"phone": "13912345678"}, PhoneOfAnother),
        ({"document_number": document(1)}, DocumentOfAnother),
        ({"document_number": document(2)[:17] + "?"}, documents.NotEighteenDigits),
        ({"document_number": document(2), "born_on": date(1971, 1, 1)}, documents.BirthDateDiffers),
        ({"name": "=1+1"}, NameInvalid),
        ({"phone": "123"}, InvalidInput),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(house, given, refusal):
    make_person(**sealed_phone("13912345678"), **sealed_document(DocumentKind.RESIDENT_ID, document(1)))
    mandate = make_mandate(house.beijing, make_person(name="王一"))
    with pytest.raises(refusal):
        corrected(house, mandate, **given)
    assert db.session.query(AuditEvent).filter_by(action="person.changed").count() == 0


def test_of_an_army_deputy_no_document_is_kept_by_hand_either(house):
    mandate = make_mandate(house.army, make_person(name="王一"))
    person = corrected(house, mandate, sex=Sex.MALE, document_number=document(1))
    assert person.document_index is None


def test_two_imports_of_one_file_at_once_make_no_twins(house):
    together, counts = threading.Barrier(2), []
    rows = [row(str(number), document_number=document(number)) for number in range(1, 21)]
    assert book(*rows)

    def run():
        together.wait()
        try:
            counts.append(taken_in(house, *rows).counts["added"])
        finally:
            db.session.remove()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 20]
    assert db.session.query(Mandate).count() == db.session.query(Person).count() == 20
