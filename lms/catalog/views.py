"""Media of lessons, through permission and in ranges; the pages of courses are those of `learning`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from lms.catalog import access
from lms.core.blobs import open_blob
from lms.core.errors import NotFound
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lms.core.blobs import Blob

bp = Blueprint("catalog", __name__, template_folder="templates")

DIGEST = "string(length=64)"


@bp.get(f"/media/<{DIGEST}:sha256>")
@requires(Permission.VIEW_CATALOG)
def media(sha256: str) -> ResponseReturnValue:
    """A file or the part of it that a player asks for (RFC 9110, 14): 200, 206, 304 or 416."""
    return send_blob(access.media(current_actor(), sha256))


def send_blob(blob: Blob) -> ResponseReturnValue:
    """Answer with a blob's bytes, or the part of them that is asked for, to somebody who may see it."""
    try:
        file = open_blob(blob.sha256)
    except FileNotFoundError:
        raise NotFound from None
    response = Response(wrap_file(request.environ, file), mimetype=blob.media_type, direct_passthrough=True)
    response.call_on_close(file.close)
    response.content_length = blob.size
    response.set_etag(blob.sha256)
    # The browser may keep what its person may see, but must ask whether the person still may.
    response.headers["Cache-Control"] = "private, no-cache"
    try:
        return response.make_conditional(request, accept_ranges=True, complete_length=blob.size)
    except RequestedRangeNotSatisfiable:
        response.close()
        return Response(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{blob.size}"}
        )
