"""A unit's staff records an activity: looked at first, entered once, for the own deputies alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.notices.models import Notice
from lms.people.models import ChangeKind, Ground
from lms.records import evidence
from lms.records.attached import DayAhead, NotInOffice
from lms.records.evidence import Evidence
from lms.records.kinds.entering import KindClosed
from lms.records.models import EntryEvidence, EntryPayload, RecordEntry, Source
from lms.records.unit import operations, queries
from lms.records.unit.models import RecordingState, UnitRecording
from lms.records.unit.operations import Activity
from lms.records.unit.refusals import NobodyChosen, RecordedAlready
from tests.factories import NOW, make_change, make_kind, make_mandate
from tests.records.ways import PDF, Unit, liaison_of, make_unit
from tests.support.accounts import make_account, make_grant, sign_in

if TYPE_CHECKING:
    from flask import Flask

    from lms.core.permissions import Actor

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 10)
KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def unit(database: object) -> Unit:
    return make_unit()


def draft(unit: Unit, *, actor: Actor | None = None, key: uuid.UUID = KEY, **given: Any) -> UnitRecording:
    values: dict[str, Any] = {
        "kind": "inspection",
        "occurred_on": DAY,
        "title": "视察养老服务",
        "details": "两处",
        "deputies": frozenset(each.public_id for each in unit.deputies),
    }
    activity = Activity(**values | given)
    return operations.draft(key, unit.body.public_id, activity, actor=actor or unit.liaison, now=NOW)


def post(unit: Unit, key: uuid.UUID = KEY, **given: Any) -> int:
    return operations.post(key, **{"actor": unit.liaison, "now": NOW} | given)


def count(table: type[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_draft_enters_nothing_and_tells_nobody(unit: Unit) -> None:
    draft(unit)
    assert (count(RecordEntry), count(Notice)) == (0, 0)


def test_what_is_posted_stands_for_each_deputy_as_entered_by_the_unit(unit: Unit) -> None:
    draft(unit)
    assert post(unit) == 2
    entries = db.session.scalars(select(RecordEntry)).all()
    assert {each.mandate_id for each in entries} == {each.id for each in unit.deputies}
    assert {(each.source, each.occurred_on) for each in entries} == {(Source.UNIT, DAY)}
    contents = db.session.scalars(select(EntryPayload.content)).all()
    assert [json.loads(each) for each in contents] == [{"title": "视察养老服务", "details": "两处"}] * 2


def test_the_same_form_sent_twice_is_one_recording_and_enters_once(unit: Unit) -> None:
    draft(unit)
    draft(unit)
    assert (count(UnitRecording), post(unit), post(unit)) == (1, 2, 0)
    with pytest.raises(RecordedAlready):
        draft(unit, title="别的")
    assert (count(RecordEntry), count(Notice)) == (2, 2)


def test_each_deputy_is_told_once_without_what_it_was_about(unit: Unit) -> None:
    draft(unit)
    post(unit)
    notices = db.session.scalars(select(Notice)).all()
    assert {each.person_id for each in notices} == {each.person_id for each in unit.deputies}
    assert "养老" not in str([each.params for each in notices])


def test_once_posted_the_words_lie_in_the_payloads_alone(unit: Unit) -> None:
    recording_id = draft(unit, proof=Evidence.of(PDF, "签到表.pdf")).id
    post(unit)
    db.session.rollback()
    recording = db.session.get_one(UnitRecording, recording_id)
    assert recording.state is RecordingState.POSTED
    assert (recording.title, recording.details, recording.evidence_sha256) == (None, None, None)
    assert queries.titles(db.session(), [recording]) == {recording_id: "视察养老服务"}


def test_evidence_is_bound_to_every_entry_by_its_hash(unit: Unit) -> None:
    draft(unit, proof=Evidence.of(PDF, "签到表.pdf"))
    post(unit)
    kept = db.session.scalars(select(EntryEvidence)).all()
    assert len(kept) == 2
    assert evidence.read(kept[0].evidence_sha256)[0] == PDF
    said = json.loads(db.session.scalars(select(EntryPayload.content)).first() or b"")
    assert said["evidence_sha256"] == hashlib.sha256(PDF).hexdigest()


def test_the_deputy_and_the_office_can_open_the_evidence(app: Flask, unit: Unit) -> None:
    draft(unit, proof=Evidence.of(PDF, "签到表.pdf"))
    post(unit)
    entry = db.session.scalars(select(RecordEntry).order_by(RecordEntry.id)).first()
    assert entry is not None
    office = make_account()
    make_grant(office, Role.BUSINESS_ADMIN, entry.congress_id)
    for account, address in (
        (make_account(entry.mandate.person), f"/record/entries/{entry.public_id}"),
        (office, f"/records/entries/{entry.public_id}"),
    ):
        client = app.test_client()
        sign_in(client, account, congress_id=entry.congress_id)
        assert f'{address}/evidence"' in client.get(address).text
        assert client.get(f"{address}/evidence").data == PDF


def test_deputies_of_another_unit_are_not_found(unit: Unit) -> None:
    stranger = make_mandate()
    with pytest.raises(NotFound):
        draft(unit, deputies=frozenset({unit.deputies[0].public_id, stranger.public_id}))
    with pytest.raises(NobodyChosen):
        draft(unit, deputies=frozenset({stranger.public_id}))


def test_another_unit_and_its_recordings_are_not_found(unit: Unit) -> None:
    other = liaison_of(make_mandate().electing_body)
    draft(unit)
    for act in (lambda: draft(unit, actor=other, key=uuid.uuid4()), lambda: post(unit, actor=other)):
        with pytest.raises(NotFound):
            act()


def test_a_key_that_another_unit_used_is_refused(unit: Unit) -> None:
    other = make_unit()
    draft(other)
    with pytest.raises(RecordedAlready):
        draft(unit)


def test_a_day_to_come_is_refused(unit: Unit) -> None:
    draft(unit, occurred_on=NOW.date())
    with pytest.raises(DayAhead):
        draft(unit, occurred_on=NOW.date() + timedelta(days=1))


@pytest.mark.parametrize("day", [date(2023, 3, 4), DAY])
def test_nobody_is_entered_for_a_day_out_of_office(unit: Unit, day: date) -> None:
    make_change(unit.deputies[0], kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=DAY)
    with pytest.raises(NotInOffice, match=unit.deputies[0].person.name):
        draft(unit, occurred_on=day)


def test_office_is_looked_at_again_when_it_is_posted_and_then_nothing_is_entered(unit: Unit) -> None:
    draft(unit)
    make_change(unit.deputies[1], kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=DAY)
    with pytest.raises(NotInOffice):
        post(unit)
    assert count(RecordEntry) == 0


def test_only_kinds_that_are_open_to_units_can_be_recorded(unit: Unit) -> None:
    make_kind(unit.body.congress_id, code="closed", sources=frozenset({Source.API}))
    for code in ("closed", "no_such_kind", "course_completion"):
        with pytest.raises(KindClosed):
            draft(unit, kind=code)


def test_a_draft_is_thrown_away_and_a_posted_one_is_not(unit: Unit) -> None:
    draft(unit)
    operations.discard(KEY, actor=unit.liaison, now=NOW)
    assert count(UnitRecording) == 0
    draft(unit)
    post(unit)
    with pytest.raises(RecordedAlready):
        operations.discard(KEY, actor=unit.liaison, now=NOW)


def test_forgotten_drafts_go_by_themselves_and_others_stay(unit: Unit) -> None:
    draft(unit)
    assert operations.discard_forgotten(before=NOW) == 0
    assert operations.discard_forgotten(before=NOW + timedelta(seconds=1)) == 1


def test_posting_is_noted_with_who_did_it(unit: Unit) -> None:
    draft(unit)
    post(unit)
    noted = db.session.execute(select(AuditEvent.action, AuditEvent.account_id, AuditEvent.subject_id)).all()
    assert [tuple(each) for each in noted] == [("unit_recording.posted", unit.liaison.account_id, KEY)]
