"""How pages hand out a sealed file: the one that came with an entry, an objection, an approval or whatever kept one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.errors import NotFound
from lms.documents.download import download
from lms.records import evidence

if TYPE_CHECKING:
    from flask import Response


def hand_out(file: tuple[str | None, str | None] | None) -> Response:
    """The file, for its reader to keep. Whether the reader may have it was asked before.

    Args:
        file: its digest and its name, as a row or a `KeptFile` holds them; None, and a digest of None, is no file.

    Raises:
        NotFound: none came.
    """
    sha256, name = file or (None, None)
    if sha256 is None:
        raise NotFound
    content, media_type = evidence.read(sha256)
    return download(content, file_name=name or "", media_type=media_type)
