"""A correction: two people, one entry that takes the other's place, and what stood before still there."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from lms.audit.models import AuditEvent
from lms.core.database import db, transaction
from lms.core.errors import DomainError, NotFound
from lms.notices.models import Notice
from lms.notices.wording import words
from lms.records import evidence
from lms.records.corrections import operations
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.corrections.refusals import (
    AlreadyDecided,
    AlreadyProposed,
    AnotherPersonDecides,
    DayToCome,
    NoLongerStanding,
    NothingDifferent,
)
from lms.records.evidence import Evidence, EvidenceNotReadable
from lms.records.models import RecordEntry
from tests.factories import NOW, make_mandate
from tests.records.correcting.office import DAY, OTHER, PDF, make_office, standing

if TYPE_CHECKING:
    from lms.core.permissions import Actor
    from lms.records.corrections.operations import Wanted
    from tests.records.correcting.office import Office

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make_office()


def propose(office: Office, entry: RecordEntry, wanted: Wanted | None = OTHER, **given: object) -> Correction:
    proof = given.get("proof")
    assert proof is None or isinstance(proof, Evidence)
    return operations.propose(entry.public_id, wanted, "名册有误", proof, actor=office.keeper, now=NOW)


def approve(correction: Correction, actor: Actor) -> Correction:
    return operations.decide(correction.public_id, "", approves=True, actor=actor, now=LATER)


def test_an_approved_correction_takes_the_entrys_place_and_what_stood_before_is_still_there(office: Office) -> None:
    entry = office.enter()
    correction = approve(propose(office, entry), office.second)
    (now,) = standing(office.mandate.id)
    assert (now.id, now.supersedes_id, now.source) == (correction.posted_entry_id, entry.id, entry.source)
    assert now.source_key == f"correction:{correction.public_id}:{office.mandate.public_id}"
    assert json.loads(now.payload.content) == {"title": "第2期专题学习班"}
    assert json.loads(db.session.get_one(RecordEntry, entry.id).payload.content) == {"title": "第1期专题学习班"}


def test_an_approved_taking_back_leaves_nothing_standing(office: Office) -> None:
    approve(propose(office, office.enter(), None), office.second)
    assert standing(office.mandate.id) == []


def test_what_a_payload_holds_beside_its_title_stays(office: Office) -> None:
    entry = office.enter(study_session="11111111-1111-4111-8111-111111111111")
    approve(propose(office, entry), office.second)
    (now,) = standing(office.mandate.id)
    assert json.loads(now.payload.content)["study_session"] == "11111111-1111-4111-8111-111111111111"


def test_the_deputy_is_told_and_both_acts_are_noted_without_values(office: Office) -> None:
    approve(propose(office, office.enter()), office.second)
    notice = db.session.scalars(select(Notice)).one()
    assert notice.person_id == office.mandate.person_id
    assert "第2期专题学习班" in words(notice)
    noted = db.session.execute(select(AuditEvent.action, AuditEvent.account_id).order_by(AuditEvent.id)).all()
    assert noted == [
        ("correction.proposed", office.keeper.account_id),
        ("correction.approved", office.second.account_id),
    ]


def test_nobody_approves_what_they_proposed(office: Office) -> None:
    correction = propose(office, office.enter())
    with pytest.raises(AnotherPersonDecides):
        approve(correction, office.keeper)
    assert len(standing(office.mandate.id)) == 1


def test_nobody_decides_on_the_own_record(office: Office) -> None:
    correction = propose(office, office.enter())
    with pytest.raises(AnotherPersonDecides):
        approve(correction, replace(office.second, person_id=office.mandate.person_id))


def test_the_database_itself_refuses_one_person_for_both(office: Office) -> None:
    correction = propose(office, office.enter())
    same = text(
        "UPDATE correction SET state = 'refused', decided_by = proposed_by, decided_at = proposed_at WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="two_people"), transaction() as session:
        session.execute(same, {"id": correction.id})


def test_the_evaluation_office_decides_too_but_proposes_nothing(office: Office) -> None:
    entry = office.enter()
    with pytest.raises(NotFound):
        operations.propose(entry.public_id, OTHER, "有误", None, actor=office.evaluation, now=NOW)
    assert approve(propose(office, entry), office.evaluation).state is CorrectionState.APPROVED


def test_a_refused_correction_changes_nothing_and_another_can_be_proposed(office: Office) -> None:
    entry = office.enter()
    operations.decide(propose(office, entry).public_id, "无依据", approves=False, actor=office.second, now=LATER)
    assert [each.id for each in standing(office.mandate.id)] == [entry.id]
    assert propose(office, entry).is_waiting


def test_a_second_proposal_waits_for_the_first(office: Office) -> None:
    entry = office.enter()
    propose(office, entry)
    with pytest.raises(AlreadyProposed):
        propose(office, entry, None)


def test_what_is_superseded_is_not_corrected_again(office: Office) -> None:
    entry = office.enter()
    approve(propose(office, entry), office.second)
    with pytest.raises(NoLongerStanding):
        propose(office, entry, None)


def test_what_would_change_nothing_or_lies_ahead_is_refused(office: Office) -> None:
    entry = office.enter()
    with pytest.raises(NothingDifferent):
        propose(office, entry, replace(OTHER, title="第1期专题学习班"))
    with pytest.raises(DayToCome):
        propose(office, entry, replace(OTHER, occurred_on=DAY + timedelta(days=30)))


def test_another_congress_knows_neither_entry_nor_proposal(office: Office) -> None:
    entry, stranger = office.enter(), replace(office.second, congress_id=make_mandate().congress_id)
    with pytest.raises(NotFound):
        operations.propose(entry.public_id, OTHER, "有误", None, actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        approve(propose(office, entry), stranger)


def test_evidence_is_kept_sealed_and_read_again(office: Office) -> None:
    correction = propose(office, office.enter(), proof=Evidence.of(PDF, "证明.PDF"))
    assert correction.evidence_name == "证明.pdf"
    assert evidence.read(correction.evidence_sha256 or "") == (PDF, "application/pdf")
    with pytest.raises(EvidenceNotReadable):
        Evidence.of(b"<html>", "证明.pdf")


def test_of_two_who_approve_at_once_one_is_told_that_it_was_decided(office: Office) -> None:
    correction = propose(office, office.enter())
    outcomes = at_once(
        lambda: approve(correction, office.second),
        lambda: approve(correction, office.evaluation),
    )
    assert sorted(outcomes, key=str) == [AlreadyDecided, None]
    assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == 2


def test_an_entry_superseded_on_another_way_meanwhile_is_refused_as_such(office: Office) -> None:
    entry = office.enter()
    correction = propose(office, entry)
    with transaction() as session:
        from lms.records.posting import Fact, post_for_mandate

        fact = Fact(kind=OTHER.kind, occurred_on=DAY, source_key="unit:1", supersedes=entry)
        post_for_mandate(session, mandate_id=entry.mandate_id, fact=fact, now=NOW)
    with pytest.raises(NoLongerStanding):
        approve(correction, office.second)
    assert db.session.get_one(Correction, correction.id).is_waiting


def at_once(*acts: object) -> list[type[DomainError] | None]:
    """What becomes of acts that begin in the same instant, each in a thread: None, or the refusal."""
    together = threading.Barrier(len(acts))

    def run(act: object) -> type[DomainError] | None:
        together.wait()
        try:
            act()
        except DomainError as refusal:
            return type(refusal)
        finally:
            db.session.remove()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
