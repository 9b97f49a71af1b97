"""Encryption at rest with the installation's key ring: what domain code calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lms.core.keys import KeyRing

_ring: list[KeyRing] = []


def use(ring: KeyRing) -> None:
    """Take a key ring for this process."""
    _ring[:] = [ring]


def ring() -> KeyRing:
    """The process's key ring.

    Raises:
        RuntimeError: none was taken.
    """
    if not _ring:
        raise RuntimeError("no key ring was loaded")
    return _ring[0]


def encrypt(text: str) -> bytes:
    """Seal a personal value; the ciphertext names its key."""
    return ring().encrypt(text)


def decrypt(sealed: bytes) -> str:
    """Open what `encrypt` sealed."""
    return ring().decrypt(sealed)


def blind_index(text: str) -> bytes:
    """The 32-byte digest by which a sealed value is found."""
    return ring().blind_index(text)
