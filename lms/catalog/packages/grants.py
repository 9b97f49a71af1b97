"""Addresses of a package's files that somebody was given: signed, for a few hours, naming nobody."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from lms.core import crypto
from lms.core.errors import NotFound

LIFETIME = timedelta(
    hours=4
)  # One sitting. The paths in a package are relative, so its address cannot change under it.
SALT = "package-content"


@dataclass(frozen=True, slots=True)
class Grant:
    """That the files of a package may be read until an instant, in a frame of the application's pages that opens a part."""

    package_sha256: str
    part: int
    app_origin: str
    until: datetime


def give(package_sha256: str, part: int, *, app_origin: str, now: datetime) -> str:
    """A path segment that opens a part of a package, with the files of all of it, for `LIFETIME`."""
    until = int((now + LIFETIME).timestamp())
    return str(_serializer().dumps([package_sha256, part, app_origin, until]))


def read(segment: str, *, now: datetime) -> Grant:
    """What a path segment opens.

    Raises:
        NotFound: we have not signed it, or its time is over.
    """
    try:
        package_sha256, part, app_origin, until = _serializer().loads(segment)
    except (BadSignature, ValueError):  # ValueError: one of an older release, which knew no parts.
        raise NotFound from None
    grant = Grant(package_sha256, part, app_origin, datetime.fromtimestamp(until, UTC))
    if now >= grant.until:
        raise NotFound
    return grant


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(
        crypto.ring().current_key("session"), salt=SALT, signer_kwargs={"digest_method": hashlib.sha256}
    )
