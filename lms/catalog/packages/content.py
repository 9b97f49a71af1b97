"""The content origin: a second, tiny application that answers on a host of its own, for packages alone (ADR 0025).

Code of strangers runs here. So this host knows no session, sets no cookie and serves nothing but the files of a package
under a signed address, and the frame in which they run. A browser keeps them from every page of the platform, since its
origin is another one; what they may load and call is said by the policy below.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import wrap_file

from lms.catalog.packages import grants
from lms.catalog.packages.manifest import Standard
from lms.catalog.packages.models import Package, PackageFile, PackagePart
from lms.core import clock, settings
from lms.core.blobs import Blob, open_blob
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from lms.catalog.packages.grants import Grant

# The scripts of the frame: ours, and the bridge by which a package's calls reach our page.
SCRIPTS = {
    "frame.js": ROOT / "static" / "js" / "package-frame.js",
    "cross-frame-api.min.js": ROOT / "static" / "vendor" / "cross-frame-api.min.js",
}

# Where the bridge puts itself, and what it must know before the package asks for it.
NAMES = {Standard.SCORM_12: "API", Standard.SCORM_2004: "API_1484_11"}

CONTENT_POLICY = (
    "default-src 'none'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self'; "
    "frame-src 'self'; "
    "worker-src 'self'; "
    "object-src 'none'; "
    "form-action 'none'; "
    "base-uri 'self'; "
    "frame-ancestors 'self' {app}"
)
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {app}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, max-age=3600",
}

FRAME = """<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>html, body {{ margin: 0; height: 100%; }} iframe {{ border: 0; display: block; width: 100%; height: 100%; }}</style>
<body data-app="{app}" data-name="{name}" data-start="{start}" data-title="{title}">
<script src="/cross-frame-api.min.js"></script>
<script src="/frame.js"></script>
</body>
</html>
"""


def by_host(application: WSGIApplication) -> WSGIApplication:
    """Let the content host be answered here and every other host by the application; decided before either sees anything."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        origin = settings.current().content_origin
        if origin and environ.get("HTTP_HOST", "").lower() == _host(origin):
            return content(environ, start_response)
        return application(environ, start_response)

    return answer


def content(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request to the content host."""
    request = Request(environ)
    try:
        response = _respond(request)
    except (NotFound, FileNotFoundError):
        response = _lead_away(request) or Response("Not found", HTTPStatus.NOT_FOUND, mimetype="text/plain")
    finally:
        db.session.remove()
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    return response(environ, start_response)


@lru_cache(maxsize=8)
def _host(origin: str) -> str:
    return urlsplit(origin).netloc.lower()


def _respond(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        return Response("Only GET", HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"}, mimetype="text/plain")
    path = request.path.removeprefix("/")
    if path in SCRIPTS:
        return Response(SCRIPTS[path].read_bytes(), mimetype="text/javascript")
    segment, slash, name = path.partition("/")
    if not slash or "\0" in path:
        raise NotFound
    grant = grants.read(segment, now=clock.now())
    return _file(request, grant, name) if name else _frame(grant)


def _lead_away(request: Request) -> Response | None:
    """To the same address of the platform, for a person who came to the wrong host; not for what a package asks for.

    A browser says what it wants an answer for (Fetch Metadata, Sec-Fetch-Dest): a tab, and no frame, script or call.
    """
    origin = settings.current().site_origin
    is_tab = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    if not (origin and is_tab and request.accept_mimetypes.accept_html and "\0" not in request.path):
        return None
    wanted = quote(request.path) + (f"?{request.query_string.decode('latin-1')}" if request.query_string else "")
    return Response(status=HTTPStatus.FOUND, headers={"Location": origin + wanted, "Cache-Control": "no-store"})


def _frame(grant: Grant) -> Response:
    package = db.session.get(Package, grant.package_sha256)
    part = db.session.get(PackagePart, (grant.package_sha256, grant.part))
    if package is None or part is None:
        raise NotFound
    path, mark, query = part.launch.partition("?")
    values = {
        "app": grant.app_origin,
        "name": NAMES[package.standard],
        "start": quote(path) + mark + query,
        "title": part.title or package.title,
    }
    response = Response(FRAME.format_map({key: escape(value) for key, value in values.items()}), mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(app=grant.app_origin)
    return response


def _file(request: Request, grant: Grant, name: str) -> Response:
    """A file or a part of it (RFC 9110, 14)."""
    found = db.session.execute(
        select(PackageFile.media_type, Blob.sha256, Blob.size)
        .join(Blob, Blob.sha256 == PackageFile.sha256)
        .where(PackageFile.package_sha256 == grant.package_sha256, PackageFile.name == name)
    ).one_or_none()
    if found is None:
        raise NotFound
    file = open_blob(found.sha256)
    response = Response(wrap_file(request.environ, file), mimetype=found.media_type, direct_passthrough=True)
    response.call_on_close(file.close)
    response.content_length = found.size
    response.set_etag(found.sha256)
    response.headers["Content-Security-Policy"] = CONTENT_POLICY.format(app=grant.app_origin)
    try:
        return response.make_conditional(request, accept_ranges=True, complete_length=found.size)
    except RequestedRangeNotSatisfiable:
        response.close()
        return Response(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{found.size}"}
        )
