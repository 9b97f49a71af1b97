"""Triggers, nodes and checkpoints that were tampered with are found by `lms records verify`, and named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from lms.core.database import db
from lms.core.guards import lost_guards
from lms.records.log import checkpoints, sequencer
from lms.records.log.faults import Fault
from lms.records.log.verifying.running import verify
from lms.records.models import RecordEntry
from tests.factories import NOW
from tests.records.log.attacks import (
    NAMES,
    TOUCHED,
    as_the_owner,
    drop_trigger,
    rewrite,
    run,
)
from tests.records.log.checking import FIRST, SECOND, THIRD, at_leaf, check, lay_three_batches, named, published
from tests.records.log.laying import post

pytestmark = pytest.mark.usefixtures("database")

OLD, NEW = '"occurred_on":"2026-03-16"', '"occurred_on":"2026-03-17"'


@pytest.fixture
def log(database):
    """The deputy whose entries are in the log."""
    return lay_three_batches()


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
    forged = note[:-10] + ("B" if note[-10] == "A" else "A") + note[-9:]
    for text_ in ("", "hello", note.replace(str(SECOND), "299"), forged):
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
