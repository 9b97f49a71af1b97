"""How phones and documents are kept: sealed for reading, with a blind index for finding (ADR 0012)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.core import crypto

if TYPE_CHECKING:
    from lms.people.models import DocumentKind


def phone_index(phone: str) -> bytes:
    """The digest by which a canonical phone is found."""
    return crypto.blind_index(phone)


def document_index(kind: DocumentKind, number: str) -> bytes:
    """The digest by which a canonical document is found; the same number of another kind is another document."""
    return crypto.blind_index(f"{kind}:{number}")


def sealed_phone(phone: str | None) -> dict[str, Any]:
    """The columns of a person that hold a canonical phone; all empty for None."""
    if phone is None:
        return {"phone_sealed": None, "phone_index": None}
    return {"phone_sealed": crypto.encrypt(phone), "phone_index": phone_index(phone)}


def sealed_document(kind: DocumentKind | None, number: str | None) -> dict[str, Any]:
    """The columns of a person that hold a canonical document; all empty for None."""
    if kind is None or number is None:
        return {"document_kind": None, "document_sealed": None, "document_index": None}
    return {
        "document_kind": kind,
        "document_sealed": crypto.encrypt(number),
        "document_index": document_index(kind, number),
    }
