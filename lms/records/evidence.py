"""Evidence for a correction or an objection: one scan or picture, kept sealed, read by those who decide."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core import blobs, crypto
from lms.core.errors import InvalidInput
from lms.core.i18n import N_
from lms.documents.download import safe_file_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
SEALED_TYPE = "application/octet-stream"

# How a file of each kind begins, and what it is sent as.
KINDS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}


class EvidenceTooLarge(InvalidInput):
    """The file is larger than we keep."""

    template = N_("The file is larger than %(megabytes)d MB. Please hand in a smaller one.")


class EvidenceNotReadable(InvalidInput):
    """It is no PDF, JPEG or PNG."""

    template = N_("Please hand in a PDF file or a picture (JPEG or PNG).")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it was handed in, of a kind that can be shown."""

    data: bytes
    name: str

    @classmethod
    def of(cls, data: bytes, name: str) -> Evidence | None:
        """What was handed in; None for no file.

        Raises:
            EvidenceTooLarge, EvidenceNotReadable.
        """
        if not data and not name:
            return None
        if len(data) > LARGEST:
            raise EvidenceTooLarge(megabytes=LARGEST // MEBIBYTE)
        ending, _media_type = _kind_of(data)
        stem = safe_file_name(name).rpartition(".")[0] or ending
        return cls(data, safe_file_name(f"{stem}.{ending}"))


def keep(session: Session, evidence: Evidence | None, *, now: datetime) -> dict[str, str | None]:
    """Keep a file sealed in the caller's transaction; the columns by which a row refers to it."""
    if evidence is None:
        return {"evidence_sha256": None, "evidence_name": None}
    sealed = crypto.encrypt(base64.b64encode(evidence.data).decode())
    return {
        "evidence_sha256": blobs.put(session, sealed, SEALED_TYPE, now=now).sha256,
        "evidence_name": evidence.name,
    }


def read(sha256: str) -> tuple[bytes, str]:
    """A kept file's bytes and media type."""
    data = base64.b64decode(crypto.decrypt(blobs.read_blob(sha256)))
    return data, _kind_of(data)[1]


def _kind_of(data: bytes) -> tuple[str, str]:
    for beginning, kind in KINDS.items():
        if data.startswith(beginning):
            return kind
    raise EvidenceNotReadable
