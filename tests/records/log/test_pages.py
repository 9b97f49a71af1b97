"""The public pages of the log, and the proof of one's own record."""

from __future__ import annotations

import base64
import json

import pytest
from sqlalchemy import text

from lms.core.database import db
from lms.records.log import checkpoints, sequencer, tree
from tests.factories import NOW
from tests.records.log.attacks import as_the_owner, run
from tests.records.log.laying import lay_log, post
from tests.support.accounts import make_account, sign_in


def test_the_newest_checkpoint_has_a_stable_address(client):
    lay_log(3, 2)
    answer = client.get("/log/checkpoint")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    stated = checkpoints.open_note(answer.text)
    assert (stated.origin, stated.size) == (checkpoints.origin(), 5)
    assert client.get("/log/checkpoints/5").text == answer.text
    assert checkpoints.open_note(client.get("/log/checkpoints/3").text).size == 3


def test_the_published_keys_verify_it(client):
    lay_log(1)
    published = [each.vkey() for each in checkpoints.verifiers()]
    assert client.get("/log/keys").text.splitlines() == published


def test_a_consistency_proof_leads_from_one_checkpoint_to_the_next(client):
    lay_log(3, 300, 5)
    old, new = (checkpoints.open_note(client.get(f"/log/checkpoints/{size}").text) for size in (3, 308))
    proof = client.get("/log/consistency/3/308").get_json()["proof"]
    tree.verify_consistency(3, 308, old.root, new.root, [base64.b64decode(each) for each in proof])


@pytest.mark.parametrize(
    "path",
    [
        "/log/checkpoints/4",
        "/log/checkpoints/0",
        "/log/checkpoints/99999999999999999999999999",
        "/log/checkpoints/-1",
        "/log/checkpoints/x",
        "/log/consistency/0/3",
        "/log/consistency/3/2",
        "/log/consistency/1/4",
        "/log/consistency/1/99999999999999999999999999",
    ],
)
def test_a_size_that_the_log_never_had_is_not_found(client, path):
    lay_log(3)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/log/checkpoint", "/log/checkpoints/1", "/log/consistency/1/1"])
def test_an_empty_log_has_no_checkpoint(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_the_page_says_what_the_log_is_whether_empty_or_not(client, language):
    client.set_cookie("language", language)
    assert client.get("/log").status_code == 200
    lay_log(2)
    assert checkpoints.origin() in client.get("/log").text


def test_a_damaged_log_says_that_it_cannot_prove(client):
    lay_log(5)
    with as_the_owner() as owner:
        run(owner, "DELETE FROM log_leaf WHERE leaf_index = 1")
    assert client.get("/log/consistency/3/5").status_code == 503


def test_my_proof_holds_my_entries_and_nobody_else_s(client):
    mandate = lay_log(3)
    lay_log(2)
    post(mandate, 10)
    own = str(mandate.public_id)
    sign_in(client, make_account(mandate.person), congress_id=mandate.congress_id)
    bundle = json.loads(client.get("/record/proof-file").data)
    assert [each["leaf"] for each in bundle["entries"]] == [0, 1, 2, None]
    assert {json.loads(each["canonical"])["mandate"] for each in bundle["entries"]} == {own}
    assert checkpoints.open_note(bundle["checkpoint"]).size == 5


def test_nobody_gets_a_proof_without_signing_in(client):
    assert client.get("/record/proof-file").status_code == 303


def test_the_log_s_pages_name_nobody(client):
    own = str(lay_log(3).public_id)
    names = db.session.execute(text("SELECT name FROM person")).scalars().all()
    pages = "".join(client.get(path).text for path in ("/log", "/log/checkpoint", "/log/keys", "/log/consistency/1/3"))
    assert own not in pages
    assert not any(name in pages for name in names)


def test_sequencing_again_with_nothing_new_signs_nothing(database):
    lay_log(3)
    assert sequencer.sequence(now=NOW) == 0
    assert db.session.execute(text("SELECT count(*) FROM log_checkpoint")).scalar_one() == 1
