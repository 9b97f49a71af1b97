"""Backup and restore: elsewhere it answers the same, or nothing is touched."""

from __future__ import annotations

import json
import shutil

import pytest
from sqlalchemy import select, text

from lms import audit
from lms.core import blobs, crypto, keys
from lms.core.backup import making, restoring
from lms.core.backup.manifest import BadBackup
from lms.core.backup.restoring import TargetInUse
from lms.core.blob_store import LocalStore
from lms.core.blob_sweep import verify
from lms.core.database import Base, db, transaction
from lms.core.jobs import JobRun
from lms.core.jobs.leader import leadership
from lms.core.outbox import OutboxMessage, content_of, send_sms
from lms.core.settings import Settings
from tests.factories import NOW, make_mandate
from tests.support.append_only import assert_refused

STAMP = "20260316T010000Z"


def rows_of_all_tables():
    """Everything that the bound database holds."""
    with db.engine.connect() as connection:
        return {
            each.name: [tuple(row) for row in connection.execute(select(each).order_by(*each.primary_key.columns))]
            for each in Base.metadata.sorted_tables
        }


@pytest.fixture
def source(database, tmp_path, settings):
    """A platform with a mandate, a message, and a blob that a job made; the test's own keys are put back after it."""
    before, store = crypto.ring(), blobs.current_store()
    place = Settings(data_dir=tmp_path / "source", database_url=database)
    crypto.use(keys.create(place.resolved_keys_file))
    blobs.use(LocalStore(place.data_dir / "blobs"))
    (place.data_dir / "working_days").mkdir()
    (place.data_dir / "working_days" / "2090.csv").write_text("first,last,kind,occasion\n")
    make_mandate()
    with transaction() as session:
        blob = blobs.put(session, b"report", "text/csv", now=NOW)
        session.add(JobRun(job="x", queued_at=NOW, next_try_at=NOW, result_sha256=blob.sha256))
        audit.record(session, actor=None, action="test.made", subject=("test", None), now=NOW)
        send_sms(session, to="13800138000", text="验证码", purpose="test", now=NOW)
    yield place
    crypto.use(before)
    if store is not None:
        blobs.use(store)


@pytest.fixture
def elsewhere(databases, tmp_path, engine_name):
    """Where nothing is yet."""
    data_dir = tmp_path / "elsewhere"
    data_dir.mkdir()
    if engine_name == "sqlite":
        return Settings(data_dir=data_dir, database_url=f"sqlite:///{data_dir / 'lms.sqlite3'}")
    url = databases.copy()
    place = Settings(data_dir=data_dir, database_url=url, database_owner_url=databases.owner_url(url))
    empty(place)
    return place


def bind(place):
    db.bind(place.resolved_database_url, owner_url=place.database_owner_url)


def empty(place):
    """Drop the tables of a PostgreSQL database."""
    bound = db.engine.url.render_as_string(hide_password=False)
    bind(place)
    with db.owner() as engine, engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    db.bind(bound)


def back_up(source, folder, keys_to=None):
    return making.make(folder, source, keys_to=keys_to, now=NOW)


def restore(folder, place, *, keys_from=None, force=False):
    bind(place)
    return restoring.restore(folder, place, keys_from=keys_from, force=force, stamp=STAMP)


def move_in(place):
    """Work with what was restored."""
    bind(place)
    crypto.use(keys.load(place.resolved_keys_file))
    blobs.use(LocalStore(place.data_dir / "blobs"))


def test_restored_elsewhere_it_answers_the_same(source, elsewhere, tmp_path):
    before = rows_of_all_tables()
    back_up(source, tmp_path / "backup")
    shutil.rmtree(source.data_dir)
    restore(tmp_path / "backup", elsewhere)
    move_in(elsewhere)
    assert rows_of_all_tables() == before
    assert sum(map(len, before.values())) > 10
    assert content_of(db.session.scalars(select(OutboxMessage)).one()) == {"text": "验证码"}
    assert list(verify()) == []
    assert (elsewhere.data_dir / "working_days" / "2090.csv").exists()
    db.session.remove()


def test_records_can_still_not_be_changed_after_a_restore(source, elsewhere, tmp_path):
    back_up(source, tmp_path / "backup")
    restore(tmp_path / "backup", elsewhere)
    move_in(elsewhere)
    assert_refused("DELETE FROM audit_event")


def test_keys_can_lie_apart(source, elsewhere, tmp_path):
    made = back_up(source, tmp_path / "backup", keys_to=tmp_path / "safe")
    assert made.keys_apart
    assert not any("keys" in path.name for path in (tmp_path / "backup").rglob("*"))
    with pytest.raises(BadBackup, match="--keys-from"):
        restore(tmp_path / "backup", elsewhere)
    restore(tmp_path / "backup", elsewhere, keys_from=tmp_path / "safe")
    move_in(elsewhere)
    assert content_of(db.session.scalars(select(OutboxMessage)).one()) == {"text": "验证码"}
    db.session.remove()


def test_a_backup_is_readable_by_its_owner_alone(source, tmp_path):
    back_up(source, tmp_path / "backup")
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert path.stat().st_mode & 0o077 == 0, path


def test_a_folder_in_use_is_refused(source, tmp_path):
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "letter.txt").write_text("x")
    with pytest.raises(making.FolderInUse, match="not empty"):
        back_up(source, tmp_path / "backup")


def test_a_backup_that_fails_leaves_no_folder(source, tmp_path):
    source.resolved_keys_file.unlink()
    with pytest.raises(FileNotFoundError):
        back_up(source, tmp_path / "backup")
    assert list(tmp_path.glob("*backup*")) == []


def test_a_blob_that_was_lost_before_is_named_in_the_backup(source, tmp_path):
    (sha256,) = blobs.store()
    blobs.store().delete(sha256)
    assert back_up(source, tmp_path / "backup").lost_blobs == [sha256]


def files_below(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "lock" not in path.name}


@pytest.mark.parametrize("damage", ["changed", "missing", "manifest", "unfinished", "format"])
def test_a_damaged_backup_is_refused_and_nothing_touched(source, elsewhere, tmp_path, damage):
    folder = tmp_path / "backup"
    back_up(source, folder)
    blob = next((folder / "blobs").rglob("*/*"))
    manifest = folder / "manifest.json"
    {
        "changed": lambda: blob.write_bytes(b"REPORT"),
        "missing": blob.unlink,
        "manifest": lambda: manifest.write_text("{"),
        "unfinished": manifest.unlink,
        "format": lambda: manifest.write_text(json.dumps({"format": 99})),
    }[damage]()
    before = files_below(elsewhere.data_dir)
    with pytest.raises(BadBackup):
        restore(folder, elsewhere)
    assert files_below(elsewhere.data_dir) == before


def test_a_manifest_that_points_out_of_the_backup_is_refused(source, elsewhere, tmp_path):
    folder = tmp_path / "backup"
    back_up(source, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["blobs/../../stolen"] = {"sha256": "0" * 64, "size": 1}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BadBackup, match="leads out"):
        restore(folder, elsewhere)


def test_a_backup_of_the_other_engine_is_refused(source, elsewhere, tmp_path, engine_name):
    folder = tmp_path / "backup"
    back_up(source, folder)
    other = "postgresql" if engine_name == "sqlite" else "sqlite"
    manifest = (folder / "manifest.json").read_text().replace(f'"engine": "{engine_name}"', f'"engine": "{other}"')
    (folder / "manifest.json").write_text(manifest)
    with pytest.raises(BadBackup, match=other):
        restore(folder, elsewhere)


def test_what_is_there_is_not_overwritten_unless_forced(source, elsewhere, tmp_path):
    folder = tmp_path / "backup"
    back_up(source, folder)
    restore(folder, elsewhere)
    move_in(elsewhere)
    make_mandate()
    changed = rows_of_all_tables()
    with pytest.raises(TargetInUse, match="--force"):
        restore(folder, elsewhere)
    assert rows_of_all_tables() == changed
    restore(folder, elsewhere, force=True)
    move_in(elsewhere)
    assert rows_of_all_tables() != changed
    kept = {path.name for path in elsewhere.data_dir.iterdir() if STAMP in path.name}
    assert f"blobs.replaced-{STAMP}" in kept
    assert not any("restoring" in path.name for path in elsewhere.data_dir.iterdir())


def test_a_running_worker_is_not_pulled_the_ground_from_under(source, elsewhere, tmp_path):
    back_up(source, tmp_path / "backup")
    bind(elsewhere)
    worker = leadership()
    assert worker.acquire()
    try:
        with pytest.raises(TargetInUse, match="lms serve"):
            restoring.restore(tmp_path / "backup", elsewhere, keys_from=None, force=True, stamp=STAMP)
    finally:
        worker.release()


def test_rows_written_during_the_backup_find_their_bytes(source, elsewhere, tmp_path, monkeypatch):
    """A report that is finished between the copy of the blobs and that of the database is whole in the backup."""
    way = making.engine()
    dump = type(way).dump

    def dump_after_a_report(self, target):
        with transaction() as session:
            blobs.put(session, b"finished meanwhile", "text/csv", now=NOW)
        return dump(self, target)

    monkeypatch.setattr(type(way), "dump", dump_after_a_report)
    assert back_up(source, tmp_path / "backup").lost_blobs == []
    restore(tmp_path / "backup", elsewhere)
    move_in(elsewhere)
    assert list(verify()) == []
