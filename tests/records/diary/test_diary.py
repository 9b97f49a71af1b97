"""The deputy's diary (履职日志): written, submitted, verified by another person, and then an entry."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Role
from lms.notices.models import Notice
from lms.people.models import Congress
from lms.records.attached import DayAhead
from lms.records.desk import Waiting
from lms.records.diary import operations, queries, verifying
from lms.records.diary.models import MOVES, DiaryNote, DiaryStep, NoteState
from lms.records.diary.operations import Writing
from lms.records.diary.refusals import NoMandateThen, NotThatStep, VerifiedByAnother
from lms.records.diary.waiting import waiting_notes
from lms.records.evidence import Evidence
from lms.records.kinds.entering import KindClosed
from lms.records.models import EntryEvidence, EntryPayload, RecordEntry, Source
from tests.factories import NOW, make_kind, make_mandate
from tests.records.ways import PDF, Unit, deputy_of, liaison_of, make_unit
from tests.support.accounts import actor_of, make_staff

if TYPE_CHECKING:
    from lms.core.permissions import Actor

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 10)
KEY = uuid.UUID("11111111-2222-4333-8444-666666666666")


@pytest.fixture
def unit(database: object) -> Unit:
    return make_unit()


@pytest.fixture
def deputy(unit: Unit) -> Actor:
    return deputy_of(unit.deputies[0])


def write(actor: Actor, *, key: uuid.UUID = KEY, submits: bool = True, **given: Any) -> DiaryNote:
    values: dict[str, Any] = {"kind": "inspection", "occurred_on": DAY, "title": "走访社区", "text": "听取意见"}
    return operations.write(key, Writing(**values | given), submits=submits, actor=actor, now=NOW)


def verify(actor: Actor) -> int:
    return verifying.verify(KEY, actor=actor, now=NOW)


def note() -> DiaryNote:
    db.session.rollback()
    return db.session.scalars(select(DiaryNote).where(DiaryNote.public_id == KEY)).one()


def told() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice.person_id).order_by(Notice.id)))


def acting(unit: Unit) -> Actor:
    """The unit's liaison in the deputy's place (代办)."""
    person_id = unit.deputies[0].person_id
    return replace(unit.liaison, person_id=person_id, acting_for=person_id)


def test_a_draft_is_seen_by_nobody_else_and_tells_nobody(unit: Unit, deputy: Actor) -> None:
    write(deputy, submits=False)
    assert (note().state, told()) == (NoteState.DRAFT, [])
    assert waiting_notes(unit.liaison, DAY) == Waiting(0)
    with pytest.raises(NotFound):
        verify(unit.liaison)


def test_a_submitted_note_waits_for_the_units_liaison_who_is_told_once(unit: Unit, deputy: Actor) -> None:
    make_unit()  # Another unit's liaison is not told.
    write(deputy)
    assert told() == [unit.account.person_id]
    assert waiting_notes(unit.liaison, DAY) == Waiting(1, NOW.date())


def test_a_verified_note_is_an_entry_from_the_diary_and_the_deputy_is_told(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    entry_id = verify(unit.liaison)
    entry = db.session.get_one(RecordEntry, entry_id)
    assert (entry.source, entry.occurred_on, entry.mandate_id) == (Source.DIARY, DAY, unit.deputies[0].id)
    said = db.session.get_one(EntryPayload, entry_id).content
    assert json.loads(said) == {"title": "走访社区", "details": "听取意见"}
    assert told()[1:] == [deputy.person_id]


def test_once_verified_the_words_lie_in_the_payload_alone_so_that_they_can_be_erased(unit: Unit, deputy: Actor) -> None:
    write(deputy, proof=Evidence.of(PDF, "照片.pdf"))
    entry_id = verify(unit.liaison)
    kept = note()
    assert (kept.title, kept.text, kept.evidence_sha256, kept.entry_id) == (None, None, None, entry_id)
    assert db.session.get_one(EntryEvidence, entry_id).evidence_name == "照片.pdf"
    assert queries.about(db.session(), kept) is not None


def test_a_returned_note_says_why_and_can_be_mended_and_verified(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    verifying.send_back(KEY, "请写明地点", actor=unit.liaison, now=NOW)
    assert (note().state, note().reason) == (NoteState.RETURNED, "请写明地点")
    write(deputy, title="走访东街社区")
    assert note().reason is None
    verify(unit.liaison)
    states = db.session.scalars(select(DiaryStep.state).order_by(DiaryStep.id)).all()
    assert states == ["draft", "submitted", "returned", "submitted", "verified"]
    liaison, own = unit.account.person_id, deputy.person_id
    assert told() == [liaison, own, liaison, own]


def test_a_withdrawn_note_is_empty_and_nobody_sees_it(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    operations.withdraw(KEY, actor=deputy, now=NOW)
    assert (note().state, note().title, note().text) == (NoteState.WITHDRAWN, None, None)
    for act in (lambda: verify(unit.liaison), lambda: operations.submit(KEY, actor=deputy, now=NOW)):
        with pytest.raises(NotFound):
            act()


def test_nobody_verifies_the_own_note(unit: Unit) -> None:
    both = replace(unit.liaison, person_id=unit.deputies[0].person_id)
    write(both)
    with pytest.raises(VerifiedByAnother):
        verify(both)


def test_who_wrote_it_for_the_deputy_does_not_verify_it_and_another_liaison_does(unit: Unit) -> None:
    write(acting(unit))
    with pytest.raises(VerifiedByAnother):
        verify(unit.liaison)
    assert verify(liaison_of(unit.body))


def test_who_acts_for_a_deputy_verifies_nothing(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    with pytest.raises(VerifiedByAnother):
        verify(replace(acting(unit), person_id=unit.deputies[1].person_id))


def test_that_somebody_acted_for_the_deputy_is_remembered(unit: Unit) -> None:
    found = write(acting(unit), submits=False)
    assert queries.acted_for(db.session(), [found]) == {found.id}
    (line,) = queries.history(db.session(), found)
    assert (line.step.is_for_deputy, line.step.account_id) == (True, unit.liaison.account_id)


def test_another_units_liaison_does_not_find_the_note(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    other = make_unit().liaison
    with pytest.raises(NotFound):
        verify(other)
    assert waiting_notes(other, DAY) == Waiting(0)


@pytest.mark.parametrize(("role", "sees"), [(Role.BUSINESS_ADMIN, 1), (Role.EVALUATION_OFFICE, 0)])
def test_who_keeps_the_records_may_verify_and_who_only_decides_may_not(
    unit: Unit, deputy: Actor, role: Role, sees: int
) -> None:
    write(deputy)
    account = make_staff(role, db.session.get_one(Congress, unit.body.congress_id))
    assert waiting_notes(actor_of(account, role, congress_id=unit.body.congress_id), DAY).count == sees


def test_another_deputy_does_not_find_the_note(unit: Unit, deputy: Actor) -> None:
    write(deputy, submits=False)
    other = deputy_of(unit.deputies[1])
    with pytest.raises(NotFound):
        operations.submit(KEY, actor=other, now=NOW)
    with pytest.raises(NotThatStep):
        write(other)


def test_the_same_form_sent_twice_is_one_note_told_once(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    with pytest.raises(NotThatStep):
        write(deputy)
    assert db.session.scalar(select(func.count()).select_from(DiaryNote)) == 1
    assert len(told()) == 1


def test_a_verified_note_enters_once(unit: Unit, deputy: Actor) -> None:
    write(deputy)
    verify(unit.liaison)
    with pytest.raises(NotThatStep):
        verify(unit.liaison)
    assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == 1


def test_days_to_come_or_out_of_office_and_closed_kinds_are_refused(unit: Unit, deputy: Actor) -> None:
    make_kind(unit.body.congress_id, code="closed", sources=frozenset({Source.UNIT}))
    for refusal, given in (
        (DayAhead, {"occurred_on": NOW.date() + timedelta(days=1)}),
        (NoMandateThen, {"occurred_on": date(2023, 3, 4)}),
        (KindClosed, {"kind": "closed"}),
    ):
        with pytest.raises(refusal):
            write(deputy, **given)


def test_a_deputy_of_another_congress_writes_nothing_here(unit: Unit) -> None:
    stranger = replace(deputy_of(make_mandate()), congress_id=unit.body.congress_id)
    with pytest.raises(NoMandateThen):
        write(stranger)


def test_what_is_verified_or_withdrawn_goes_nowhere_else() -> None:
    assert {state for state, onward in MOVES.items() if not onward} == {NoteState.VERIFIED, NoteState.WITHDRAWN}
