"""The check of one's own record: what it counts, and that it sees a change."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from lms.core.database import db, transaction
from lms.records.log import sequencer
from lms.records.log.checking import check_own_record
from tests.factories import NOW, make_mandate
from tests.records.log.laying import correct, lay_log, post

pytestmark = pytest.mark.usefixtures("database")


def check(mandate):
    db.session.rollback()
    return check_own_record(mandate.person_id, congress_id=mandate.congress_id)


def test_an_empty_record_is_whole():
    found = check(make_mandate())
    assert (found.whole, found.pending, found.is_whole, found.tree_size) == (0, 0, True, 0)


def test_entries_wait_until_they_are_sequenced_and_then_are_whole():
    mandate = make_mandate()
    first, _second = post(mandate, 1, 2)
    correct(first, 3)
    found = check(mandate)
    assert (found.whole, found.pending, found.is_whole) == (0, 3, True)
    sequencer.sequence(now=NOW)
    found = check(mandate)
    assert (found.whole, found.pending, found.is_whole) == (3, 0, True)
    assert (found.tree_size, found.signed_at) == (3, NOW)


def test_others_entries_are_not_counted():
    mandate, other = lay_log(3), lay_log(2)
    assert (check(mandate).whole, check(other).whole, check(other).tree_size) == (3, 2, 5)


def test_a_changed_payload_is_seen():
    mandate = lay_log(300)
    with transaction() as session:
        session.execute(text("UPDATE entry_payload SET content = :other WHERE entry_id = 7"), {"other": b"{}"})
    found = check(mandate)
    assert (found.whole, len(found.faulty), found.is_whole) == (299, 1, False)


def test_a_log_that_does_not_lead_to_its_checkpoint_makes_no_entry_whole():
    mandate = lay_log(3)
    with db.owner() as engine, engine.begin() as connection:
        names = {
            "sqlite": ["DROP TRIGGER log_leaf_no_update"],
            "postgresql": ["DROP TRIGGER log_leaf_no_change ON log_leaf"],
        }
        for statement in names[engine.dialect.name]:
            connection.execute(text(statement))
        connection.execute(text("UPDATE log_leaf SET hash = :other WHERE leaf_index = 1"), {"other": bytes(32)})
    assert (check(mandate).whole, len(check(mandate).faulty)) == (0, 3)
