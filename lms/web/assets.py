"""Style sheets and static files: few requests, addresses that name their content, caching for good (ADR 0006)."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request

from lms.core.permissions import anonymous
from lms.core.settings import ROOT

if TYPE_CHECKING:
    from flask import Flask

STATIC = ROOT / "static"
FOR_EVER = "public, max-age=31536000, immutable"

# The order is the cascade. A medium wraps the whole file, so that none of them repeats it.
STYLE_SHEETS: tuple[tuple[str, str | None], ...] = (
    ("tokens.css", None),
    ("dark.css", "screen and (prefers-color-scheme: dark)"),
    ("base.css", None),
    ("layout.css", None),
    ("components.css", None),
    ("forms.css", None),
    ("tables.css", None),
    ("learning.css", None),  # What deputies come for: one request less than a sheet of its own.
    ("print.css", "print"),
)

bp = Blueprint("assets", __name__)


def bundle() -> str:
    """All style sheets as one, in the order of `STYLE_SHEETS`."""
    parts = []
    for name, medium in STYLE_SHEETS:
        text = (STATIC / "css" / name).read_text(encoding="utf-8")
        parts.append(f"@media {medium} {{\n{text}}}\n" if medium else text)
    return "\n".join(parts)


def digest_of(content: bytes) -> str:
    """A short hash that names a content."""
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _address(filename: str) -> str:
    """Where a static file is; the query names its content, read once. It has none while the file is not installed."""
    path = STATIC / filename
    version = f"?v={digest_of(path.read_bytes())}" if path.is_file() else ""
    return f"{current_app.static_url_path}/{filename}{version}"


def asset_url(filename: str) -> str:
    """The address of a static file, naming its content. Put together by hand: a page asks for ten of them."""
    return f"{request.script_root}{_address(filename)}"


def stylesheet_url() -> str:
    """The address of the one style sheet of every page."""
    return f"{request.script_root}/site.css?v={_stylesheet_digest(_stylesheet())}"


@cache
def _stylesheet_digest(text: str) -> str:
    return digest_of(text.encode())


def _stylesheet() -> str:
    if current_app.debug:  # Files change under a developer's hands, so every page reads them anew.
        _address.cache_clear()
        return bundle()
    text: str = current_app.extensions["lms_stylesheet"]
    return text


@bp.get("/site.css")
@anonymous
def stylesheet() -> Response:
    """The one style sheet of every page."""
    response = Response(_stylesheet(), mimetype="text/css")
    response.add_etag()
    response.make_conditional(request)
    return response


def keep_for_good(response: Response) -> Response:
    """Let browsers keep what has its hash in the address."""
    if request.endpoint in ("static", "assets.stylesheet") and "v" in request.args and response.status_code < 400:
        response.headers["Cache-Control"] = FOR_EVER
    return response


def init_app(app: Flask) -> None:
    """Serve the style sheet and give templates `asset_url` and `stylesheet_url`."""
    app.extensions["lms_stylesheet"] = bundle()
    app.register_blueprint(bp)
    app.after_request(keep_for_good)
    app.jinja_env.globals.update(asset_url=asset_url, stylesheet_url=stylesheet_url)
