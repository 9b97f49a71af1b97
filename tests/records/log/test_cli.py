"""`lms records verify` and `checkpoint` on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lms.core.clock import frozen_at
from lms.core.database import db, transaction
from lms.records.cli import records
from tests.records.log.laying import LATER, lay_log

pytestmark = pytest.mark.usefixtures("database")


def run(*arguments):
    db.session.rollback()
    with frozen_at(LATER):
        return CliRunner().invoke(records, arguments)


def test_a_whole_record_exits_with_0_and_says_so(tmp_path):
    lay_log(3)
    kept = str(tmp_path / "kept.txt")
    assert run("checkpoint", "--out", kept).exit_code == 0
    done = run("verify", "--checkpoint", kept)
    assert (done.exit_code, "nothing was changed" in done.stdout) == (0, True)
    assert "leaves: 3 of 3 (100%)" in done.stderr


def test_what_is_found_is_named_for_people_and_for_programs():
    lay_log(3)
    with transaction() as session:
        session.execute(text("UPDATE entry_payload SET content = :other WHERE entry_id = 2"), {"other": b"{}"})
    for parts in ((), ("--rows",)):
        done = run("verify", *parts)
        assert (done.exit_code, "(leaf 1): its payload was changed" in done.stdout) == (1, True)
    found = json.loads(run("verify", "--json").stdout)
    assert (found["is_whole"], found["findings"][0]["fault"]) == (False, "payload_changed")
    assert run("verify", "--tree-only").exit_code == 0


def test_an_empty_log_has_no_checkpoint_and_a_picture_is_none(tmp_path):
    assert "there is no checkpoint yet" in run("checkpoint").stderr
    (tmp_path / "x.png").write_bytes(b"\x89PNG\xff")
    done = run("verify", "--checkpoint", str(tmp_path / "x.png"))
    assert (done.exit_code, "is no text" in done.stderr) == (1, True)
