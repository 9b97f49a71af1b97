"""Posting a fact: once, for each mandate in office that day, in a form that can be proved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.core.database import db, transaction
from lms.people.models import ChangeKind, Ground
from lms.records.log.models import Unsequenced
from lms.records.models import EntryPayload, RecordEntry
from lms.records.posting import (
    Fact,
    PersonFact,
    UnknownKind,
    post_for_mandate,
    post_for_people,
    post_for_person,
)
from lms.records.queries import EntryLine, entries_of_person
from tests.factories import NOW, make_change, make_congress, make_electing_body, make_mandate, make_person, make_term
from tests.support.append_only import assert_refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.models import Mandate

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 16)
FACT = Fact(kind="course_completion", occurred_on=DAY, source_key="course:1", payload={"title": "代表法"})


def post(person_id: int, fact: Fact = FACT) -> list[int]:
    with transaction() as session:
        return post_for_person(session, person_id=person_id, fact=fact, now=NOW)


def test_a_person_with_two_mandates_gets_an_entry_for_each() -> None:
    person = make_person()
    for _ in range(2):
        make_mandate(make_electing_body(make_term(make_congress())), person)
    assert len(post(person.id)) == 2


def test_the_same_fact_twice_is_one_entry() -> None:
    mandate = make_mandate()
    assert len(post(mandate.person_id)) == 1
    assert post(mandate.person_id) == []
    assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == 1


def test_a_mandate_that_had_ended_that_day_gets_none() -> None:
    mandate = make_mandate()
    make_change(mandate, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=DAY)
    assert post(mandate.person_id) == []


def test_a_mandate_that_ended_the_day_after_still_gets_its_entry() -> None:
    mandate = make_mandate()
    make_change(mandate, kind=ChangeKind.ENDED, ground=Ground.RESIGNED, effective_on=date(2026, 3, 17))
    assert len(post(mandate.person_id)) == 1


def test_a_suspended_mandate_gets_none_until_it_is_resumed() -> None:
    mandate = make_mandate()
    make_change(mandate, kind=ChangeKind.SUSPENDED, ground=Ground.DETAINED, effective_on=date(2026, 1, 5))
    assert post(mandate.person_id) == []
    make_change(mandate, kind=ChangeKind.RESUMED, effective_on=date(2026, 2, 5))
    assert len(post(mandate.person_id)) == 1


def test_the_canonical_bytes_bind_the_payload_by_its_salted_hash() -> None:
    mandate = make_mandate()
    post(mandate.person_id)
    entry, payload = db.session.execute(select(RecordEntry, EntryPayload).join(EntryPayload)).one()
    canonical = json.loads(entry.canonical)
    assert canonical["payload_sha256"] == hashlib.sha256(payload.salt + payload.content).hexdigest()
    assert canonical["source_key"] == entry.source_key == f"course:1:{mandate.public_id}"
    assert canonical["mandate"] == str(mandate.public_id)
    assert canonical["recorded_at"] == "2026-03-16T01:00:00.000000Z"
    assert json.loads(payload.content) == {"title": "代表法"}
    assert "代表法" not in entry.canonical.decode()


def test_facts_of_many_people_on_several_days_are_entered_for_each() -> None:
    people = [make_mandate().person_id for _ in range(3)]
    later = replace(FACT, occurred_on=date(2026, 4, 1), source_key="course:2")
    facts = [PersonFact(each, fact) for each in people for fact in (FACT, later)]
    with transaction() as session:
        new = post_for_people(session, [*facts, facts[0]], now=NOW)
    assert {person_id: len(ids) for person_id, ids in new.items()} == dict.fromkeys(people, 2)


def test_an_entry_waits_for_its_leaf_from_the_moment_it_is_posted() -> None:
    ids = post(make_mandate().person_id)
    assert db.session.scalars(select(Unsequenced.entry_id)).all() == ids
    assert post(make_mandate().person_id) != ids


def test_a_correction_stands_in_the_place_of_what_it_supersedes() -> None:
    entry = entry_of(make_mandate())
    supersede(entry, payload={"title": "代表法（修正）"})
    assert [line.title for line in lines(entry)] == ["代表法（修正）"]


def test_a_withdrawal_leaves_nothing_standing_and_says_so_in_its_bytes() -> None:
    entry = entry_of(make_mandate())
    withdrawal = supersede(entry, withdraws=True)
    assert lines(entry) == []
    canonical = json.loads(withdrawal.canonical)
    assert (canonical["withdraws"], canonical["supersedes"]) == (True, str(entry.public_id))
    assert "withdraws" not in json.loads(entry.canonical)


def test_an_entry_is_superseded_once() -> None:
    entry = entry_of(make_mandate())
    supersede(entry)
    with pytest.raises(IntegrityError, match="supersedes"):
        supersede(entry, source_key="correction:2")


def entry_of(mandate: Mandate) -> RecordEntry:
    (entry_id,) = post(mandate.person_id)
    return db.session.get_one(RecordEntry, entry_id)


def supersede(entry: RecordEntry, source_key: str = "correction:1", **said: Any) -> RecordEntry:
    fact = Fact(kind="course_completion", occurred_on=DAY, source_key=source_key, supersedes=entry, **said)
    with transaction() as session:
        entry_id = post_for_mandate(session, mandate_id=entry.mandate_id, fact=fact, now=NOW)
        return session.get_one(RecordEntry, entry_id)


def lines(entry: RecordEntry) -> Sequence[EntryLine]:
    return entries_of_person(entry.mandate.person_id, congress_id=entry.congress_id)


def test_a_kind_that_the_congress_does_not_keep_is_refused() -> None:
    mandate = make_mandate()
    unknown = Fact(kind="parade", occurred_on=DAY, source_key="parade:1")
    with pytest.raises(UnknownKind), transaction() as session:
        post_for_mandate(session, mandate_id=mandate.id, fact=unknown, now=NOW)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE record_entry SET source_key = 'x'",
        "DELETE FROM record_entry",
        "UPDATE mandate_change SET effective_on = '2020-01-01'",
        "DELETE FROM mandate_change",
    ],
)
def test_what_is_recorded_can_not_be_changed(attack: str) -> None:
    mandate = make_mandate()
    post(mandate.person_id)
    assert_refused(attack)


def test_insert_or_replace_and_truncate_are_refused_too(engine_name: str) -> None:
    mandate = make_mandate()
    post(mandate.person_id)
    attack = {
        "sqlite": "INSERT OR REPLACE INTO mandate_change SELECT * FROM mandate_change",
        "postgresql": "TRUNCATE record_entry CASCADE",
    }[engine_name]
    assert_refused(attack)


def test_insert_or_replace_of_an_entry_is_refused(engine_name: str) -> None:
    mandate = make_mandate()
    post(mandate.person_id)
    attack = {
        "sqlite": "INSERT OR REPLACE INTO record_entry SELECT * FROM record_entry",
        "postgresql": "INSERT INTO record_entry SELECT * FROM record_entry ON CONFLICT (id) DO UPDATE SET source_key = 'x'",
    }[engine_name]
    assert_refused(attack)
