"""A file that somebody handed in, kept sealed until it is decided what becomes of it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from lms.core import blobs, crypto

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SEALED_TYPE = "application/octet-stream"


def keep(session: Session, data: bytes, *, now: datetime) -> str:
    """Keep a file in the caller's transaction; returns the digest by which it is read again."""
    sealed = crypto.encrypt(base64.b64encode(data).decode())
    return blobs.put(session, sealed, SEALED_TYPE, now=now).sha256


def read(sha256: str) -> bytes:
    """The file as it was handed in."""
    return base64.b64decode(crypto.decrypt(blobs.read_blob(sha256)))
