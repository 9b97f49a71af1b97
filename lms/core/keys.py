"""Keys made at set-up, and what they are for. A ciphertext names its key, so that keys can be rotated.

The key file is JSON, mode 0600: `{"encryption": {"current": "e1", "keys": {"e1": base64}}, "blind_index": …,
"session": …, "checkpoint": …}`. Purposes are separate; it is backed up apart from the data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from pathlib import Path

PURPOSES = ("encryption", "blind_index", "session", "checkpoint")
KEY_BYTES = 32
NONCE_BYTES = 12


class KeysMissing(RuntimeError):
    """The key file is not there. `lms keys init` makes it."""


class KeysExist(RuntimeError):
    """The key file is already there, and overwriting it would make ciphertexts unreadable."""


@dataclass(frozen=True)
class KeyRing:
    """All keys of an installation, by purpose and name."""

    current: dict[str, str]
    keys: dict[str, dict[str, bytes]]

    def current_key(self, purpose: str) -> bytes:
        """The key that a purpose writes with now."""
        return self.keys[purpose][self.current[purpose]]

    def encrypt(self, text: str) -> bytes:
        """AES-256-GCM: `name 0x00 nonce ciphertext`; the name is authenticated too."""
        name = self.current["encryption"].encode()
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.current_key("encryption")).encrypt(nonce, text.encode(), name)
        return name + b"\0" + nonce + sealed

    def decrypt(self, sealed: bytes) -> str:
        """The text that `encrypt` sealed, by whichever key it names.

        Raises:
            KeyError: the named key is not on the ring.
            cryptography.exceptions.InvalidTag: the ciphertext was changed.
        """
        name, _, rest = sealed.partition(b"\0")
        key = self.keys["encryption"][name.decode()]
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], name).decode()

    def blind_index(self, text: str) -> bytes:
        """A keyed digest (HMAC-SHA-256, 32 bytes) by which an encrypted value can be found but not read."""
        return hmac.new(self.current_key("blind_index"), text.encode(), hashlib.sha256).digest()


def create(path: Path) -> KeyRing:
    """Make the key file, mode 0600.

    Raises:
        KeysExist: there is one already.
    """
    ring = {
        purpose: {"current": f"{purpose[0]}1", "keys": {f"{purpose[0]}1": _encode(secrets.token_bytes(KEY_BYTES))}}
        for purpose in PURPOSES
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeysExist(str(path)) from error
    with os.fdopen(descriptor, "w") as file:
        json.dump(ring, file, indent=1)
    return load(path)


def load(path: Path) -> KeyRing:
    """Read the key file.

    Raises:
        KeysMissing: it is not there.
    """
    try:
        ring = json.loads(path.read_text())
    except FileNotFoundError as error:
        raise KeysMissing(str(path)) from error
    return KeyRing(
        current={purpose: ring[purpose]["current"] for purpose in PURPOSES},
        keys={
            purpose: {name: base64.b64decode(key) for name, key in ring[purpose]["keys"].items()}
            for purpose in PURPOSES
        },
    )


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()
