"""Answers that hand a file to the browser to keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, stream_with_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 256 * 1024
LONGEST_NAME = 120  # Characters; Windows allows 255 units for the whole name.

# What Windows, macOS or a shell would take for something else than a part of a name.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')


def download(content: bytes | BinaryIO, *, file_name: str, media_type: str, size: int | None = None) -> Response:
    """A file to keep: never shown in the page, never guessed at, never left in a cache.

    Args:
        content: the bytes, or a stream that is closed when it has been sent.
        file_name: may be Chinese; it is sent as RFC 6266 says, with an ASCII name for old programs.
        size: the length of a stream, if known, so that the browser can show how far it is.
    """
    body = content if isinstance(content, bytes) else stream_with_context(_chunks(content))
    response = Response(body, mimetype=None, content_type=media_type)
    if size is not None:
        response.content_length = size
    response.headers["Content-Disposition"] = attachment(file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def attachment(file_name: str) -> str:
    """The Content-Disposition of a file to keep (RFC 6266, with the name as in RFC 5987)."""
    name = safe_file_name(file_name)
    ascii_name = "download" + "".join(re.findall(r"\.[A-Za-z0-9]{1,8}$", name))
    if name.isascii():
        ascii_name = name
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def safe_file_name(name: str) -> str:
    """A name that every system can store: no path, no control characters, not too long, its ending kept."""
    cleaned = _UNFIT.sub("_", name).strip(" .") or "download"
    stem, dot, ending = cleaned.rpartition(".")
    return cleaned if len(cleaned) <= LONGEST_NAME else stem[: LONGEST_NAME - len(ending) - 1] + dot + ending


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
