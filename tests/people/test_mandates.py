"""A mandate's life: suspended, resumed, ended, changed; and who may do it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.events import Event
from lms.core.permissions import Role
from lms.people.identity.sealing import sealed_document, sealed_phone
from lms.people.models import ChangeKind, Composition, Ground, Mandate, MandateChange, MandateStatus
from lms.people.office import in_office
from lms.people.operations import mandates
from lms.people.operations.revealing import reveal
from tests.factories import NOW, TERM_STARTS, make_electing_body, make_mandate, make_person
from tests.support.accounts import actor_of, make_staff

pytestmark = pytest.mark.usefixtures("database")

TODAY = NOW.date()
MAY, JUNE = date(2025, 5, 10), date(2025, 6, 30)


@pytest.fixture
def body():
    return make_electing_body()


@pytest.fixture
def admin(body):
    return actor_of(make_staff(Role.BUSINESS_ADMIN, body=body), Role.BUSINESS_ADMIN, congress_id=body.congress_id)


@pytest.fixture
def mandate(body):
    return make_mandate(body)


def now(mandate: Mandate) -> Mandate:
    return db.session.get_one(Mandate, mandate.id, populate_existing=True)


def suspend(mandate, admin, day=MAY, ground=Ground.DETAINED):
    return mandates.suspend(
        mandate.public_id, ground, announcement="〔2025〕第3号", effective_on=day, actor=admin, now=NOW
    )


def end(mandate, admin, day=MAY, ground=Ground.RESIGNED):
    return mandates.end(mandate.public_id, ground, announcement="", effective_on=day, actor=admin, now=NOW)


def resume(mandate, admin, day=JUNE):
    return mandates.resume(mandate.public_id, announcement="", effective_on=day, actor=admin, now=NOW)


def test_a_suspended_deputy_is_not_in_office_until_resumed(mandate, admin):
    suspend(mandate, admin)
    assert now(mandate).status is MandateStatus.SUSPENDED
    resume(mandate, admin)
    assert now(mandate).status is MandateStatus.IN_OFFICE
    held = [list(db.session.scalars(in_office(day))) for day in (MAY - timedelta(1), MAY, JUNE - timedelta(1), JUNE)]
    assert held == [[mandate.id], [], [], [mandate.id]]


def test_an_ended_mandate_has_its_last_day_and_nothing_more_happens_to_it(mandate, admin):
    end(mandate, admin)
    assert (now(mandate).status, now(mandate).until_on) == (MandateStatus.ENDED, MAY)
    for act in (suspend, end, resume):
        with pytest.raises(mandates.NotFromHere):
            act(mandate, admin, JUNE)
    with pytest.raises(mandates.NotFromHere):
        mandates.change(mandate.public_id, {"post": "x"}, effective_on=JUNE, actor=admin, now=NOW)


def test_a_resignation_entered_late_alters_new_reports_and_not_those_known_before(mandate, admin):
    end(mandate, admin, MAY)
    assert list(db.session.scalars(in_office(JUNE))) == []
    assert list(db.session.scalars(in_office(JUNE, known_at=NOW - timedelta(days=1)))) == [mandate.id]


def test_only_the_category_and_the_announcement_are_kept(mandate, admin):
    change = suspend(mandate, admin)
    assert (change.ground, change.announcement, change.values) == (Ground.DETAINED, "〔2025〕第3号", {})


@pytest.mark.parametrize(("act", "ground"), [(suspend, Ground.RESIGNED), (end, Ground.DETAINED)])
def test_a_ground_of_the_wrong_article_is_refused(mandate, admin, act, ground):
    with pytest.raises(mandates.WrongGround):
        act(mandate, admin, MAY, ground)


def test_days_to_come_and_days_before_the_last_change_are_refused(mandate, admin):
    with pytest.raises(mandates.FutureDay):
        end(mandate, admin, TODAY + timedelta(days=1))
    with pytest.raises(mandates.BeforeLastChange, match=TERM_STARTS.isoformat()):
        end(mandate, admin, TERM_STARTS - timedelta(days=1))
    suspend(mandate, admin, JUNE)
    with pytest.raises(mandates.BeforeLastChange, match=JUNE.isoformat()):
        resume(mandate, admin, MAY)


@pytest.mark.parametrize(("act", "kind"), [(suspend, "mandate.suspended"), (end, "mandate.ended")])
def test_upper_floors_hear_of_it_in_the_same_transaction(mandate, admin, act, kind):
    act(mandate, admin)
    event = db.session.query(Event).filter_by(kind=kind).one()
    assert event.payload == {"mandate_id": mandate.id, "effective_on": MAY.isoformat()}
    assert db.session.query(AuditEvent).filter_by(action=kind).count() == 1


def test_a_change_writes_down_only_what_is_different(mandate, admin):
    wanted = {"composition": Composition.OFFICIAL, "post": "", "employer": "甲单位", "is_newly_elected": True}
    change = mandates.change(mandate.public_id, wanted, effective_on=MAY, actor=admin, now=NOW)
    assert change.kind is ChangeKind.CHANGED
    assert set(change.values) == {"composition", "is_grassroots", "employer_id"}
    assert now(mandate).employer.name == "甲单位"
    assert now(mandate).is_grassroots is False
    with pytest.raises(mandates.NothingChanged):
        mandates.change(mandate.public_id, wanted, effective_on=MAY, actor=admin, now=NOW)


def test_two_deputies_of_a_term_never_share_a_card_number(mandate, body, admin):
    other = make_mandate(body, card_number="77")
    with pytest.raises(mandates.CardNumberTaken, match="77"):
        mandates.change(mandate.public_id, {"card_number": "77"}, effective_on=MAY, actor=admin, now=NOW)
    assert now(mandate).card_number != "77"
    assert db.session.query(MandateChange).filter_by(kind=ChangeKind.CHANGED).count() == 0
    assert now(other).card_number == "77"


def test_moving_to_the_army_takes_the_post_away(mandate, body, admin):
    army = make_electing_body(body_term(body), is_army=True)
    mandates.change(mandate.public_id, {"post": "主任"}, effective_on=MAY, actor=admin, now=NOW)
    mandates.change(mandate.public_id, {"electing_body": army}, effective_on=MAY, actor=admin, now=NOW)
    assert now(mandate).post == ""


def body_term(body):
    from lms.people.models import Term

    return db.session.get_one(Term, body.term_id)


def test_a_liaison_and_another_congress_find_no_mandate_to_change(mandate, body):
    liaison = actor_of(make_staff(Role.LIAISON, body=body), Role.LIAISON, congress_id=body.congress_id, body=body)
    elsewhere = make_electing_body()
    stranger = actor_of(
        make_staff(Role.BUSINESS_ADMIN, body=elsewhere), Role.BUSINESS_ADMIN, congress_id=elsewhere.congress_id
    )
    for actor in (liaison, stranger):
        with pytest.raises(NotFound):
            end(mandate, actor)


def test_revealing_a_number_is_noted_without_the_number(body, admin):
    from lms.people.models import DocumentKind

    person = make_person(**sealed_phone("13912345678"), **sealed_document(DocumentKind.HK_MACAO_PERMIT, "H12345678"))
    mandate = make_mandate(body, person)
    assert reveal(mandate.public_id, "phone", actor=admin, now=NOW) == "13912345678"
    assert reveal(mandate.public_id, "document", actor=admin, now=NOW) == "H12345678"
    events = db.session.query(AuditEvent).filter_by(action="person.revealed").order_by(AuditEvent.id).all()
    assert [each.fields for each in events] == [["phone"], ["document"]]
    assert {each.subject_id for each in events} == {person.public_id}
