"""Security headers of every answer: no third-party origin, no inline script or style, no framing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "media-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # A page is a person's own: nobody on the way may keep it.
    "Cache-Control": "no-store",
}


def add_headers(response: Response) -> Response:
    """Add what is not there."""
    given = {name.lower() for name, _value in response.headers}
    if origin := g.get("frames_from"):  # The one page that frames something: a package, on its own origin (ADR 0025).
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src {origin}"
        given.add("content-security-policy")
    response.headers.extend((name, value) for name, value in HEADERS.items() if name.lower() not in given)
    return response


def init_app(app: Flask) -> None:
    """Give every answer its headers."""
    app.after_request(add_headers)
