"""Whatever the owner of the database changes is found by `lms records verify`, and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from lms.core.database import db
from lms.core.guards import lost_guards
from lms.records.log import checkpoints, sequencer
from lms.records.log.faults import Fault
from lms.records.log.models import Checkpoint, Leaf
from lms.records.log.verifying.running import Parts, verify
from lms.records.models import RecordEntry
from tests.factories import NOW
from tests.records.log.attacks import (
    NAMES,
    TOUCHED,
    as_the_owner,
    delete_from,
    drop_trigger,
    rewrite,
    run,
)
from tests.records.log.laying import LATER, correct, lay_log, post

pytestmark = pytest.mark.usefixtures("database")

FIRST, SECOND, THIRD = 5, 305, 309
OLD, NEW = '"occurred_on":"2026-03-16"', '"occurred_on":"2026-03-17"'


@pytest.fixture
def log(database):
    """A log of three batches, so with a node of height 8; the deputy whose entries they are."""
    mandate = lay_log(FIRST, SECOND - FIRST, THIRD - SECOND)
    db.session.rollback()
    return mandate


def published(size):
    """What somebody has kept outside, as name and text."""
    note = db.session.scalars(select(Checkpoint.note).where(Checkpoint.tree_size == size)).one()
    db.session.rollback()
    return (f"kept-{size}.txt", note)


def check(*outside, parts=Parts.ALL):
    return verify(now=LATER, outside=outside, parts=parts)


def named(report):
    """Sort, entry and leaves of each finding."""
    return [(each.fault, each.entry, each.first, each.last) for each in report.kept]


def at_leaf(index):
    """The number and the UUID of the entry with this leaf."""
    found = db.session.execute(
        select(RecordEntry.id, RecordEntry.public_id)
        .join(Leaf, Leaf.entry_id == RecordEntry.id)
        .where(Leaf.leaf_index == index)
    ).one()
    db.session.rollback()
    return found.id, str(found.public_id)


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


@pytest.mark.parametrize("table", [*TOUCHED, "audit_event", "mandate_change"])
def test_a_removed_trigger(log, table, engine_name):
    name = NAMES[engine_name][0]
    with db.owner() as engine, engine.begin() as connection:
        drop_trigger(connection, table, name)
    report = check(published(SECOND))
    assert [(each.fault, each.detail) for each in report.kept] == [
        (Fault.GUARD, f"table {table}: its trigger {table}_{name} was removed")
    ]


def test_a_trigger_that_does_nothing_any_more(log, engine_name):
    name = NAMES[engine_name][0]
    with db.owner() as engine, engine.begin() as connection:
        if engine_name == "sqlite":
            drop_trigger(connection, "record_entry", name)
            connection.execute(
                text(f"CREATE TRIGGER record_entry_{name} BEFORE UPDATE ON record_entry BEGIN SELECT 1; END")
            )
        else:
            connection.execute(text("ALTER TABLE record_entry DISABLE TRIGGER record_entry_no_change"))
        assert list(lost_guards(connection)) == [f"table record_entry: its trigger record_entry_{name} was changed"]


def test_a_refusing_function_that_lets_everything_pass(log, engine_name):
    if engine_name == "sqlite":
        return
    with db.owner() as engine, engine.begin() as connection:
        body = (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        )
        connection.exec_driver_sql(body)
        assert [each.split(",")[0] for each in lost_guards(connection)] == ["the function refuse_change"]


def test_a_changed_or_missing_node(log):
    with as_the_owner() as owner:
        run(owner, "UPDATE log_node SET hash = :other WHERE height = 8", other=bytes(32))
    report = check()
    assert named(report) == [(Fault.NODE, None, 0, 255)]
    with as_the_owner() as owner:
        run(owner, "DELETE FROM log_node")
    assert "missing" in check().kept[0].words()


def test_a_forged_stored_checkpoint(log):
    with as_the_owner() as owner:
        run(owner, "UPDATE log_checkpoint SET root_hash = :other WHERE tree_size = :size", other=bytes(32), size=FIRST)
    report = check()
    assert [each.fault for each in report.kept] == [Fault.SIGNATURE]
    with as_the_owner() as owner:
        run(owner, "UPDATE log_checkpoint SET note = replace(note, '305', '306') WHERE tree_size = :size", size=SECOND)
    assert [each.detail.partition(":")[0] for each in check().kept] == [
        f"the stored checkpoint of size {FIRST}",
        f"the stored checkpoint of size {SECOND}",
    ]


def test_a_newest_checkpoint_that_is_gone(log):
    with as_the_owner() as owner:
        run(owner, "DELETE FROM log_checkpoint WHERE tree_size = :size", size=THIRD)
    assert named(check()) == [(Fault.UNSIGNED, None, SECOND, THIRD - 1)]


def test_a_kept_file_that_we_did_not_sign(log):
    name, note = published(SECOND)
    for text_ in ("", "hello", note.replace(str(SECOND), "299"), note[:-3] + "A=\n"):
        report = check((name, text_))
        assert [each.fault for each in report.kept] == [Fault.SIGNATURE]
        assert name in report.kept[0].words()


def test_a_kept_file_whose_lines_a_mail_program_ended(log):
    name, note = published(SECOND)
    assert check((name, note.replace("\n", "\r\n") + "\r\n\r\n")).is_whole


def test_an_entry_that_waits_is_in_time_for_five_minutes(log):
    post(log, 4000)
    waiting = db.session.scalars(select(RecordEntry.public_id).order_by(RecordEntry.id.desc()).limit(1)).one()
    assert verify(now=NOW + timedelta(minutes=4)).is_whole
    assert named(verify(now=NOW + timedelta(minutes=6))) == [(Fault.LATE, str(waiting), None, None)]


def test_nothing_is_signed_over_a_damaged_log(log):
    entry_id, _name = at_leaf(7)
    with as_the_owner() as owner:
        rewrite(owner, entry_id, old=OLD, new=NEW, with_leaf=True)
        run(owner, "UPDATE log_node SET hash = :other WHERE height = 8", other=bytes(32))
    post(log, 4000)
    with pytest.raises(sequencer.LogDamaged):
        sequencer.sequence(now=NOW)
    assert checkpoints.newest(db.session()).tree_size == THIRD
