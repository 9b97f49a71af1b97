"""The stand-alone verifier: one file, copied away, run in isolation, without the platform."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import text

from lms.core import crypto
from lms.core.database import db, transaction
from lms.core.settings import ROOT
from lms.records.log import checkpoints, notes, proofs, sequencer
from lms.records.log.bundle import bundle_for, encoded, published_keys
from tests.factories import NOW
from tests.records.log.laying import correct, lay_log, post

pytestmark = pytest.mark.usefixtures("database")

WHOLE, CHANGED, UNDECIDED = 0, 1, 2


@pytest.fixture
def away(tmp_path):
    """A folder far from the checkout, with nothing but the verifier in it."""
    shutil.copy(ROOT / "verifier" / "verify_record.py", tmp_path)
    return tmp_path


def export(mandate, away) -> dict[str, Any]:
    content = bundle_for(mandate.person_id, congress_id=mandate.congress_id, now=NOW)
    (away / "record.json").write_bytes(content)
    return json.loads(content)


def run(away, *arguments):
    command = [sys.executable, "-I", "verify_record.py", "record.json", *arguments]
    return subprocess.run(command, cwd=away, capture_output=True, text=True, env={}, check=False, timeout=60)


def changed(away, bundle):
    (away / "record.json").write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return run(away)


def test_a_whole_record_is_said_to_be_whole_in_both_languages(away):
    mandate = lay_log(3, 300)
    correct(1, 999)
    sequencer.sequence(now=NOW)
    post(mandate, 1000)
    export(mandate, away)
    said = run(away)
    assert (said.returncode, said.stderr) == (WHOLE, "")
    for words in (
        "完整、未被改动：304 条",
        "等待编入存证日志：1 条",
        "Whole and unchanged: 304.",
        "Not in the log yet: 1.",
    ):
        assert words in said.stdout
    (away / "keys.txt").write_text("\n".join(published_keys()))
    assert "--keys" not in run(away, "--keys", "keys.txt").stdout


def test_a_record_that_waits_whole_needs_no_checkpoint(away):
    mandate = lay_log()
    post(mandate, 1)
    export(mandate, away)
    assert run(away).returncode == WHOLE


def test_an_erased_payload_leaves_the_record_whole(away):
    mandate = lay_log(3)
    with transaction() as session:
        session.execute(text("DELETE FROM entry_payload WHERE entry_id = 2"))
    export(mandate, away)
    said = run(away)
    assert (said.returncode, "内容已依申请删除：1 条" in said.stdout) == (WHOLE, True)


def test_any_change_to_the_file_is_found(away):
    mandate = lay_log(3, 5)
    good = export(mandate, away)
    assert run(away).returncode == WHOLE

    def with_entry(number, **values):
        entries = [dict(each) for each in good["entries"]]
        entries[number] |= values
        return good | {"entries": entries}

    canonical = good["entries"][1]["canonical"]
    payload = good["entries"][1]["payload"]
    proof = good["entries"][1]["proof"]
    for bundle in (
        with_entry(1, canonical=canonical.replace("2026-03-16", "2026-03-17")),
        with_entry(1, payload=payload | {"content": '{"title":"x"}'}),
        with_entry(1, payload=payload | {"salt": "00" * 16}),
        with_entry(1, payload={}),
        with_entry(1, leaf=2),
        with_entry(1, leaf="x"),
        with_entry(1, leaf=-1),
        with_entry(1, proof=[]),
        with_entry(1, proof=[*proof, proof[0]]),
        with_entry(1, proof=["AAAA"]),
        with_entry(1, canonical="[]"),
        good | {"entries": [*good["entries"], good["entries"][0]]},
        good | {"entries": [None]},
        good | {"checkpoint": None},
        good | {"checkpoint": good["checkpoint"].replace("\n8\n", "\n9\n")},
        good | {"checkpoint": notes.sign(checkpoints.open_note(good["checkpoint"]), bytes(32))},
    ):
        said = changed(away, bundle)
        assert (said.returncode, said.stderr) == (CHANGED, ""), bundle
        assert "结论：发现改动" in said.stdout


@pytest.mark.parametrize("text_", ["", "[]", "{}", '{"format": "performance-record-proof", "v": 2}', "\ufffd"])
def test_what_is_no_record_cannot_be_decided(away, text_):
    (away / "record.json").write_text(text_, encoding="utf-8")
    said = run(away)
    assert (said.returncode, said.stderr) == (UNDECIDED, "")


def test_a_missing_file_cannot_be_decided(away):
    assert run(away).returncode == UNDECIDED


def kept(away, size):
    checkpoint = checkpoints.at_size(db.session(), size)
    (away / "kept.txt").write_text(checkpoint.note, encoding="utf-8")


def write_consistency(away, old, new):
    proof = encoded(proofs.consistency(db.session(), old=old, new=new))
    (away / "proof.json").write_text(json.dumps({"old": old, "new": new, "proof": proof}))


def test_a_checkpoint_that_was_kept_shows_that_the_log_has_only_grown(away):
    mandate = lay_log(3, 300, 4)
    export(mandate, away)
    kept(away, 303)
    said = run(away, "--checkpoint", "kept.txt")
    assert (said.returncode, "/log/consistency/303/307" in said.stdout) == (UNDECIDED, True)
    write_consistency(away, 303, 307)
    said = run(away, "--checkpoint", "kept.txt", "--consistency", "proof.json")
    assert (said.returncode, "只有增加" in said.stdout) == (WHOLE, True)


def test_another_log_is_not_taken_for_the_one_of_which_a_checkpoint_was_kept(away):
    mandate = lay_log(3, 4)
    export(mandate, away)
    write_consistency(away, 3, 7)
    other = notes.sign(notes.Tree(checkpoints.origin(), 3, bytes(32)), crypto.ring().current_key("checkpoint"))
    (away / "kept.txt").write_text(other, encoding="utf-8")
    assert run(away, "--checkpoint", "kept.txt", "--consistency", "proof.json").returncode == CHANGED


def test_a_record_signed_with_a_key_that_was_not_published_is_found(away):
    mandate = lay_log(3)
    bundle = export(mandate, away)
    stated = checkpoints.open_note(bundle["checkpoint"])
    forged = bundle | {
        "checkpoint": notes.sign(stated, bytes(32)),
        "keys": [notes.verifier_of(stated.origin, bytes(32)).vkey()],
    }
    assert changed(away, forged).returncode == WHOLE  # The keys in the file prove nothing, as it says itself.
    (away / "keys.txt").write_text("\n".join(published_keys()))
    assert run(away, "--keys", "keys.txt").returncode == CHANGED


def test_the_verifier_knows_nothing_of_the_platform():
    source = (ROOT / "verifier" / "verify_record.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
