"""Argon2id with 19 MiB, two passes, one lane (OWASP's second choice; about 50 ms here)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to store, with its salt and parameters in it."""
    return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Whether a password fits. Without a stored hash the same work is done for nothing: the time tells no tale."""
    try:
        _hasher.verify(stored or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")
