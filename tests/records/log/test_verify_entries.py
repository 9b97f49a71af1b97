"""Whatever the owner of the database changes in an entry is found by `lms records verify`, and named."""

from __future__ import annotations

import pytest

from lms.records.log import sequencer
from lms.records.log.faults import Fault
from lms.records.log.verifying.running import Parts
from tests.factories import NOW
from tests.records.log.attacks import (
    as_the_owner,
    rewrite,
    run,
)
from tests.records.log.checking import FIRST, SECOND, THIRD, at_leaf, check, lay_three_batches, named, published
from tests.records.log.laying import correct, lay_log

pytestmark = pytest.mark.usefixtures("database")

OLD, NEW = '"occurred_on":"2026-03-16"', '"occurred_on":"2026-03-17"'


@pytest.fixture
def log(database):
    """The deputy whose entries are in the log."""
    return lay_three_batches()


def test_an_untouched_log_is_whole_in_every_way(log):
    correct(at_leaf(3)[0], 1000)
    sequencer.sequence(now=NOW)
    for parts in Parts:
        report = check(published(FIRST), published(THIRD), parts=parts)
        assert report.kept == []
        assert report.is_whole
    whole = check(published(SECOND))
    assert (whole.leaves, whole.entries, whole.checkpoints) == (THIRD + 1, THIRD + 1, 5)


def test_an_empty_log_is_whole():
    assert check().is_whole


def test_a_changed_payload(log):
    entry_id, name = at_leaf(7)
    with as_the_owner() as owner:
        run(
            owner, "UPDATE entry_payload SET content = :other WHERE entry_id = :id", other=b'{"title":"x"}', id=entry_id
        )
    assert named(check(published(SECOND))) == [(Fault.PAYLOAD, name, 7, None)]


def test_a_payload_that_is_gone_without_an_erasure(log):
    entry_id, name = at_leaf(7)
    with as_the_owner() as owner:
        run(owner, "DELETE FROM entry_payload WHERE entry_id = :id", id=entry_id)
    assert named(check(published(SECOND))) == [(Fault.PAYLOAD_GONE, name, 7, None)]


def test_a_changed_column_of_an_entry(log):
    entry_id, name = at_leaf(7)
    with as_the_owner() as owner:
        run(owner, "UPDATE record_entry SET occurred_on = '2026-01-01' WHERE id = :id", id=entry_id)
    report = check(published(SECOND))
    assert named(report) == [(Fault.ENTRY, name, 7, None)]
    assert "occurred_on" in report.kept[0].words()


@pytest.mark.parametrize(
    ("column", "new", "member"),
    [
        ("source", "unit", "source"),
        ("source_key", "course:other", "source_key"),
        ("recorded_at", "2026-01-01 00:00:00.000000", "recorded_at"),
        ("withdraws", True, "withdraws"),
        ("public_id", "0" * 32, "id"),
    ],
)
def test_every_column_is_held_against_the_bytes(log, column, new, member):
    first, _name = at_leaf(6)
    entry_id = correct(first, 1000)
    sequencer.sequence(now=NOW)
    with as_the_owner() as owner:
        run(owner, f"UPDATE record_entry SET {column} = :new WHERE id = :id", new=new, id=entry_id)
    report = check()
    assert [(each.fault, each.detail) for each in report.kept] == [(Fault.ENTRY, member)]


@pytest.mark.parametrize(
    ("table", "column"), [("congress", "congress_id"), ("mandate", "mandate_id"), ("entry_kind", "kind_id")]
)
def test_an_entry_moved_to_another_owner_or_kind(log, table, column):
    other = lay_log(1)
    entry_id, name = at_leaf(7)
    ids = {"congress": other.congress_id, "mandate": other.id}
    with as_the_owner() as owner:
        if table == "entry_kind":
            run(owner, "UPDATE entry_kind SET code = 'other' WHERE code = 'course_completion'")
        else:
            run(owner, f"UPDATE record_entry SET {column} = :other WHERE id = :id", other=ids[table], id=entry_id)
    assert (Fault.ENTRY, name, 7, None) in named(check())


def test_changed_bytes_of_an_entry(log):
    entry_id, name = at_leaf(7)
    with as_the_owner() as owner:
        rewrite(owner, entry_id, old=OLD, new=NEW, with_leaf=False)
    assert named(check(published(SECOND))) == [(Fault.LEAF, name, 7, None), (Fault.ENTRY, name, 7, None)]
    assert named(check(parts=Parts.ROWS)) == [(Fault.ENTRY, name, 7, None), (Fault.LEAF, name, 7, None)]


def test_columns_and_bytes_changed_together(log):
    entry_id, name = at_leaf(7)
    with as_the_owner() as owner:
        rewrite(owner, entry_id, old=OLD, new=NEW, with_leaf=False)
        run(owner, "UPDATE record_entry SET occurred_on = '2026-03-17' WHERE id = :id", id=entry_id)
    assert named(check(published(SECOND))) == [(Fault.LEAF, name, 7, None)]


def test_columns_bytes_and_leaf_changed_together_stand_between_two_checkpoints(log):
    entry_id, _name = at_leaf(7)
    with as_the_owner() as owner:
        rewrite(owner, entry_id, old=OLD, new=NEW, with_leaf=True)
        run(owner, "UPDATE record_entry SET occurred_on = '2026-03-17' WHERE id = :id", id=entry_id)
    report = check(published(FIRST), published(SECOND))
    assert named(report) == [
        (Fault.NODE, None, 0, 255),
        (Fault.LOG, None, FIRST, SECOND - 1),
        (Fault.LOG, None, FIRST, SECOND - 1),
    ]
    assert {each.detail for each in report.kept[1:]} == {
        f"the checkpoint of size {SECOND} (kept-{SECOND}.txt)",
        f"the checkpoint of size {SECOND} (stored in the log)",
    }


def test_a_log_made_anew_without_the_key_is_not_that_of_the_kept_checkpoint(log):
    """All that can be made without the key: the stored checkpoints go, for they cannot be signed again."""
    entry_id, _name = at_leaf(7)
    kept = published(SECOND)
    with as_the_owner() as owner:
        rewrite(owner, entry_id, old=OLD, new=NEW, with_leaf=True)
        run(owner, "UPDATE record_entry SET occurred_on = '2026-03-17' WHERE id = :id", id=entry_id)
        run(owner, "DELETE FROM log_node")
        run(owner, "DELETE FROM log_checkpoint")
    assert (Fault.LOG, None, 0, SECOND - 1) in named(check(kept))


def test_a_changed_superseding_link(log):
    entry_id = correct(at_leaf(6)[0], 1000)
    sequencer.sequence(now=NOW)
    other, _name = at_leaf(9)
    with as_the_owner() as owner:
        run(owner, "UPDATE record_entry SET supersedes_id = :other WHERE id = :id", other=other, id=entry_id)
    assert named(check(published(SECOND))) == [(Fault.SUPERSEDES, at_leaf(THIRD)[1], THIRD, None)]


def test_a_superseding_link_put_in_or_taken_out(log):
    correction = correct(at_leaf(6)[0], 1000)
    sequencer.sequence(now=NOW)
    plain, plain_name = at_leaf(8)
    other, _name = at_leaf(9)
    with as_the_owner() as owner:
        run(owner, "UPDATE record_entry SET supersedes_id = NULL WHERE id = :id", id=correction)
        run(owner, "UPDATE record_entry SET supersedes_id = :other WHERE id = :id", other=other, id=plain)
    assert named(check()) == [
        (Fault.SUPERSEDES, plain_name, 8, None),
        (Fault.SUPERSEDES, at_leaf(THIRD)[1], THIRD, None),
    ]
