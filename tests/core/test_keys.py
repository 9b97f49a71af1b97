"""Keys: made once, readable by their owner alone, and every ciphertext names its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidTag

from lms.core import keys

if TYPE_CHECKING:
    from pathlib import Path


def test_the_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    keys.create(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    keys.create(tmp_path / "keys.json")
    with pytest.raises(keys.KeysExist):
        keys.create(tmp_path / "keys.json")


def test_missing_keys_are_told(tmp_path: Path) -> None:
    with pytest.raises(keys.KeysMissing):
        keys.load(tmp_path / "keys.json")


def test_a_sealed_value_opens_again_and_never_looks_the_same_twice(tmp_path: Path) -> None:
    ring = keys.create(tmp_path / "keys.json")
    first, second = ring.encrypt("13800138000"), ring.encrypt("13800138000")
    assert first != second
    assert ring.decrypt(first) == ring.decrypt(second) == "13800138000"
    assert b"13800138000" not in first


def test_after_a_rotation_old_ciphertexts_still_open(tmp_path: Path) -> None:
    ring = keys.create(tmp_path / "keys.json")
    old = ring.encrypt("x")
    more = {**ring.keys["encryption"], "e2": bytes(32)}
    rotated = replace(ring, current={**ring.current, "encryption": "e2"}, keys={**ring.keys, "encryption": more})
    assert rotated.encrypt("x").startswith(b"e2\0")
    assert rotated.decrypt(old) == "x"


def test_a_changed_ciphertext_does_not_open(tmp_path: Path) -> None:
    ring = keys.create(tmp_path / "keys.json")
    sealed = bytearray(ring.encrypt("x"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        ring.decrypt(bytes(sealed))


def test_the_blind_index_finds_equal_values_and_is_not_the_value(tmp_path: Path) -> None:
    ring = keys.create(tmp_path / "keys.json")
    assert ring.blind_index("a") == ring.blind_index("a") != ring.blind_index("b")
    assert len(ring.blind_index("a")) == 32
