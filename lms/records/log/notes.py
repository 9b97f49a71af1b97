"""Checkpoints as text: C2SP signed-note and tlog-checkpoint, signed with Ed25519 (RFC 8032). Pure; it reads nothing.

origin            which log
size              leaves, decimal
root              base64

— name base64(key hash || signature)
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lms.records.log.tree import HASH_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

ED25519 = b"\x01"
KEY_HASH_BYTES = 4
SIGNATURE_MARK = "\u2014 "
LONGEST_NOTE = 10_000  # Characters; ours have some 200.


class BadNote(ValueError):
    """A text is no checkpoint, or none that one of the keys has signed; the message says what is wrong with it."""


@dataclass(frozen=True)
class Tree:
    """What a checkpoint states: the log, its size and its root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed part of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """A name with its public key."""

    name: str
    public_key: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:KEY_HASH_BYTES]

    def vkey(self) -> str:
        """The key as it is published: name+hash+base64."""
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(ED25519 + self.public_key).decode()}"

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def verifier_of(name: str, seed: bytes) -> Verifier:
    """The published half of a 32-byte seed."""
    return Verifier(name, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(tree: Tree, seed: bytes) -> str:
    """The whole note, signed in the name of its origin."""
    text = tree.text()
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    marked = verifier_of(tree.origin, seed).key_hash + signature
    return f"{text}\n{SIGNATURE_MARK}{tree.origin} {base64.b64encode(marked).decode()}\n"


def opened(note: str, verifiers: Iterable[Verifier]) -> Tree:
    """What a note states, once a signature of one of the keys was checked.

    Signatures of others are passed over, as the format asks; a signature that names one of our keys must be right.

    Raises:
        BadNote: it is no checkpoint, or nobody known has signed it.
    """
    text, lines = _parts(note)
    tree = _tree(text)
    known = {(each.name, each.key_hash): each for each in verifiers}
    is_signed = False
    for line in lines:
        name, marked = _signature(line)
        verifier = known.get((name, marked[:KEY_HASH_BYTES]))
        if verifier is None:
            continue
        if name != tree.origin or not verifier.accepts(marked[KEY_HASH_BYTES:], text.encode()):
            raise BadNote("the signature does not fit the text")
        is_signed = True
    if not is_signed:
        raise BadNote("none of the known keys has signed it")
    return tree


def _parts(note: str) -> tuple[str, list[str]]:
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or len(note) > LONGEST_NOTE or not signatures.endswith("\n"):
        raise BadNote("it is no signed note")
    return text + "\n", signatures[:-1].split("\n")


def _tree(text: str) -> Tree:
    try:
        origin, size, root, *_extensions = text[:-1].split("\n")
        hashed = base64.b64decode(root, validate=True)
    except (ValueError, binascii.Error):
        raise BadNote("it does not state origin, size and root") from None
    is_plain = size.isascii() and size.isdigit() and (size == "0" or not size.startswith("0"))
    if not origin or not is_plain or len(hashed) != HASH_BYTES:
        raise BadNote("it does not state origin, size and root")
    return Tree(origin, int(size), hashed)


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    try:
        marked = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        marked = b""
    if not line.startswith(SIGNATURE_MARK) or not name or len(marked) <= KEY_HASH_BYTES:
        raise BadNote("a line of signatures cannot be read")
    return name, marked
