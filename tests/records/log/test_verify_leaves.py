"""Leaves that were swapped, deleted, cut off or rolled back are found by `lms records verify`, and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from lms.core.database import db
from lms.records.log import sequencer
from lms.records.log.faults import Fault
from tests.factories import NOW
from tests.records.log.attacks import (
    as_the_owner,
    delete_from,
    run,
)
from tests.records.log.checking import FIRST, SECOND, THIRD, at_leaf, check, lay_three_batches, named, published
from tests.records.log.laying import post

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def log(database):
    """The deputy whose entries are in the log."""
    return lay_three_batches()


def test_two_leaves_swapped(log):
    with as_the_owner() as owner:
        for old, new in ((10, 9999), (11, 10), (9999, 11)):
            run(owner, "UPDATE log_leaf SET leaf_index = :new WHERE leaf_index = :old", old=old, new=new)
    report = check(published(SECOND))
    assert (Fault.ORDER, None, 10, 11) in named(report)
    assert (Fault.NODE, None, 0, 255) in named(report)
    assert (Fault.LOG, None, 0, SECOND - 1) in named(report)
    swapped = next(each for each in report.kept if each.fault is Fault.ORDER)
    assert all(at_leaf(index)[1] in swapped.words() for index in (10, 11))


def test_the_entries_of_two_leaves_swapped(log):
    (one, name), (two, other_name) = at_leaf(10), at_leaf(20)
    with as_the_owner() as owner:
        hashes = dict(owner.execute(text("SELECT leaf_index, hash FROM log_leaf WHERE leaf_index IN (10, 20)")).all())
        run(owner, "DELETE FROM log_leaf WHERE leaf_index IN (10, 20)")
        for index, entry_id in ((10, two), (20, one)):
            statement = "INSERT INTO log_leaf (leaf_index, entry_id, hash) VALUES (:index, :entry_id, :hash)"
            run(owner, statement, index=index, entry_id=entry_id, hash=hashes[index])
    found = named(check(published(SECOND)))
    assert (Fault.LEAF, other_name, 10, None) in found
    assert (Fault.LEAF, name, 20, None) in found
    assert (Fault.ORDER, None, 10, 11) in found
    assert (Fault.ORDER, None, 19, 20) in found


def test_entries_that_came_in_another_order_in_another_batch_are_no_finding(log):
    """Who posts at the same time may commit later than one with a higher number."""
    early = post(log, 2000)[0]
    with as_the_owner() as owner:
        run(owner, "DELETE FROM log_unsequenced WHERE entry_id = :id", id=early)
    post(log, 2001)
    sequencer.sequence(now=NOW)
    with as_the_owner() as owner:
        run(owner, "INSERT INTO log_unsequenced (entry_id) VALUES (:id)", id=early)
    sequencer.sequence(now=NOW)
    assert check(published(SECOND)).is_whole


def test_a_deleted_middle_that_leaves_a_gap(log):
    with as_the_owner() as owner:
        delete_from(owner, 7, 9, keep_checkpoints=True)
    assert named(check(published(FIRST), published(SECOND))) == [
        (Fault.LEAF_GONE, None, 7, 8),
        (Fault.LOG, None, FIRST, SECOND - 1),
        (Fault.LOG, None, FIRST, SECOND - 1),
    ]


def test_a_deleted_middle_that_was_numbered_anew(log):
    with as_the_owner() as owner:
        delete_from(owner, 7, 8, keep_checkpoints=True)
        run(owner, "UPDATE log_leaf SET leaf_index = leaf_index + 100000 WHERE leaf_index > 7")
        run(owner, "UPDATE log_leaf SET leaf_index = leaf_index - 100001 WHERE leaf_index > 7")
    found = named(check(published(FIRST), published(SECOND)))
    assert (Fault.NODE, None, 0, 255) in found
    assert found.count((Fault.LOG, None, FIRST, SECOND - 1)) == 2
    assert (Fault.SHORTER, None, THIRD - 1, THIRD - 1) in found


def test_an_entry_deleted_under_its_leaf(log):
    entry_id, _name = at_leaf(7)
    if db.is_sqlite:
        # Foreign keys can only be switched off outside of a transaction, by a program of one's own.
        with closing(sqlite3.connect(str(db.engine.url.database))) as own:
            own.execute("DROP TRIGGER record_entry_no_delete")
            own.execute("DELETE FROM entry_payload WHERE entry_id = ?", (entry_id,))
            own.execute("DELETE FROM record_entry WHERE id = ?", (entry_id,))
            own.commit()
    else:
        with as_the_owner() as owner:
            run(owner, "ALTER TABLE log_leaf DROP CONSTRAINT fk_log_leaf_entry_id")
            run(owner, "DELETE FROM entry_payload WHERE entry_id = :id", id=entry_id)
            run(owner, "DELETE FROM record_entry WHERE id = :id", id=entry_id)
    assert (Fault.ENTRY_GONE, None, 7, None) in named(check())


def test_a_deleted_tail_is_missed_by_the_kept_checkpoint(log):
    kept = published(THIRD)
    with as_the_owner() as owner:
        delete_from(owner, SECOND, THIRD)
    report = check(published(SECOND), kept)
    assert named(report) == [(Fault.SHORTER, None, SECOND, THIRD - 1)]
    assert f"(kept-{THIRD}.txt)" in report.kept[0].words()


def test_a_deleted_tail_is_missed_by_the_stored_checkpoint(log):
    with as_the_owner() as owner:
        delete_from(owner, THIRD - 2, THIRD, keep_checkpoints=True)
    assert named(check(published(SECOND))) == [(Fault.SHORTER, None, THIRD - 2, THIRD - 1)]


def test_leaves_cut_off_under_their_entries(log):
    _entry_id, name = at_leaf(THIRD - 1)
    with as_the_owner() as owner:
        run(owner, "DELETE FROM log_leaf WHERE leaf_index = :last", last=THIRD - 1)
    assert named(check()) == [(Fault.SHORTER, None, THIRD - 1, THIRD - 1), (Fault.NO_LEAF, name, None, None)]


def test_a_rollback_to_an_old_backup_is_seen_at_once_and_after_work_went_on(log):
    kept = published(THIRD)
    with as_the_owner() as owner:
        delete_from(owner, FIRST, THIRD)
    assert named(check(published(FIRST), kept)) == [(Fault.SHORTER, None, FIRST, THIRD - 1)]
    post(log, *range(3000, 3400))
    sequencer.sequence(now=NOW)
    report = check(published(FIRST), kept)
    assert named(report) == [(Fault.LOG, None, FIRST, THIRD - 1)]
    assert kept[0] in report.kept[0].words()
