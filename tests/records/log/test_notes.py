"""Checkpoints are signed notes as C2SP writes them."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import crypto
from lms.core.settings import SettingsError, from_environment
from lms.records.log import checkpoints, notes

SEED = bytes(range(32))
TREE = notes.Tree("example.cn/record", 8, bytes(range(32)))
NOTE = notes.sign(TREE, SEED)
KEY = notes.verifier_of(TREE.origin, SEED)


def test_a_note_has_the_form_of_the_specification():
    text, signature = NOTE.split("\n\n")
    assert text == f"example.cn/record\n8\n{base64.b64encode(TREE.root).decode()}"
    mark, name, encoded = signature.split(" ")
    assert (mark, name) == ("—", "example.cn/record")
    assert len(base64.b64decode(encoded)) == 4 + 64
    assert signature.endswith("\n")


def test_a_known_vkey_comes_out_of_its_known_key():
    """The example of C2SP's signed-note: PeterNeumann's key."""
    vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public = base64.b64decode(vkey.rpartition("+")[2])[1:]
    assert notes.Verifier("PeterNeumann", public).vkey() == vkey


def test_what_was_signed_can_be_opened_also_beside_signatures_of_others():
    other = notes.sign(TREE, bytes(32)).split("\n\n")[1]
    assert notes.opened(NOTE, [KEY]) == TREE
    assert notes.opened(NOTE + other, [KEY]) == TREE


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        NOTE.replace("8\n", "9\n", 1),
        NOTE.replace("8\n", "08\n", 1),
        NOTE.replace("\n\n", "\n", 1),
        NOTE.replace("— ", "- "),
        NOTE.rstrip("\n"),
        NOTE.replace("example.cn", "example.com"),
        notes.sign(TREE, bytes(32)),
        notes.sign(replace(TREE, origin="other"), SEED),
    ],
)
def test_what_is_no_checkpoint_of_ours_is_refused(note):
    with pytest.raises(notes.BadNote):
        notes.opened(note, [KEY])


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_no_character_can_be_changed(at, other):
    changed = NOTE[:at] + other + NOTE[at + 1 :]
    if changed == NOTE:
        return
    try:
        opened = notes.opened(changed, [KEY])
    except notes.BadNote:
        return
    # Base64 has bits to spare at its end; what is stated is the same then.
    assert opened == TREE


def test_an_old_checkpoint_verifies_after_the_key_was_changed(settings):
    ring = crypto.ring()
    tree = replace(TREE, origin=checkpoints.origin())
    old = notes.sign(tree, ring.current_key("checkpoint"))
    keys = ring.keys | {"checkpoint": ring.keys["checkpoint"] | {"c2": bytes(32)}}
    try:
        crypto.use(replace(ring, current=ring.current | {"checkpoint": "c2"}, keys=keys))
        assert checkpoints.open_note(old) == tree
        assert checkpoints.origin() == tree.origin
        assert len({each.vkey() for each in checkpoints.verifiers()}) == 2
    finally:
        crypto.use(ring)


@pytest.mark.parametrize("name", ["two words", "a+b", "tab\there"])
def test_a_name_that_no_note_can_carry_is_refused(name):
    with pytest.raises(SettingsError, match="LMS_LOG_ORIGIN"):
        from_environment({"LMS_LOG_ORIGIN": name})


@pytest.mark.parametrize("address", ["nobody", "a@b, c@d", "a b@c"])
def test_only_one_address_gets_the_checkpoint(address):
    with pytest.raises(SettingsError, match="LMS_CHECKPOINT_MAIL"):
        from_environment({"LMS_CHECKPOINT_MAIL": address})
