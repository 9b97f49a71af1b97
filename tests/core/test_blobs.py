"""Files by their digest."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from lms.core import blobs
from lms.core.blob_sweep import GRACE, sweep, verify
from lms.core.blobs import Blob
from lms.core.database import db, transaction
from lms.core.jobs import JobRun
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database", "store")
LATER = NOW + GRACE + timedelta(seconds=1)


def put(data, media_type="text/plain", now=NOW):
    with transaction() as session:
        return blobs.put(session, data, media_type, now=now)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Blob))


def test_what_was_put_is_read_back_by_its_digest():
    blob = put("代表".encode())
    assert blobs.read_blob(blob.sha256) == "代表".encode()
    assert blob.size == 6


def test_a_stream_is_a_blob_like_any_bytes():
    assert put(BytesIO(b"a" * 3_000_000)).sha256 == put(b"a" * 3_000_000).sha256


def test_the_same_bytes_twice_are_one_blob_with_the_first_media_type(store):
    put(b"same")
    assert put(b"same", "text/html").media_type == "text/plain"
    assert count() == len(list(store)) == 1


def test_nothing_stays_in_the_incoming_folder(store):
    put(b"one")
    put(b"one")
    assert list(store.incoming.iterdir()) == []


def test_staged_bytes_need_no_transaction_while_they_are_read(store):
    with blobs.stage(BytesIO(b"large")) as staged:
        assert staged.sha256 not in store
        assert blobs.read_blob(put(staged).sha256) == b"large"


def test_a_broken_stream_leaves_nothing(store):
    class Broken(BytesIO):
        def read(self, *_size):
            raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        put(Broken())
    assert list(store.incoming.iterdir()) == []
    assert count() == 0


def test_the_sweep_takes_what_nothing_refers_to_after_a_day(store):
    blob = put(b"orphan")
    assert sweep(now=NOW + GRACE) == 0
    assert sweep(now=LATER) == 1
    assert blob.sha256 not in store
    assert count() == 0


def test_the_sweep_leaves_what_a_row_refers_to(store):
    blob = put(b"kept")
    with transaction() as session:
        session.add(JobRun(job="x", queued_at=NOW, next_try_at=NOW, result_sha256=blob.sha256))
    assert sweep(now=LATER) == 0
    assert blob.sha256 in store


def test_bytes_put_again_start_their_day_anew():
    put(b"again")
    put(b"again", now=NOW + GRACE)
    assert sweep(now=LATER) == 0


def put_and_fail(data):
    with transaction() as session:
        blobs.put(session, data, "text/plain", now=NOW)
        raise ZeroDivisionError


def test_bytes_of_a_transaction_that_failed_are_swept_a_day_after_they_are_found(store):
    with pytest.raises(ZeroDivisionError):
        put_and_fail(b"stray")
    assert len(list(store)) == 1
    assert sweep(now=NOW) == 0
    assert sweep(now=LATER) == 1
    assert list(store) == []


def test_bytes_swept_between_two_puts_are_written_again(store):
    sha256 = put(b"twice").sha256
    store.delete(sha256)  # As if the sweep had stopped between the file and the commit.
    put(b"twice")
    assert blobs.read_blob(sha256) == b"twice"


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"other")])
def test_verify_names_bytes_that_are_missing_or_changed(store, damage):
    whole, hurt = put(b"whole"), put(b"hurts")
    damage(store.path(hurt.sha256))
    assert list(verify()) == [hurt.sha256]
    assert whole.sha256 in store
