"""Who asks: the cookie of this request, and what its token is recognized as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

from lms.core import clock
from lms.people.accounts import login_sessions, visitor
from lms.people.accounts.recognition import recognize

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from lms.core.permissions import Actor
    from lms.people.accounts.recognition import Login
    from lms.people.accounts.visitor import Visitor

COOKIE = "login"
# Browsers keep a cookie of this name only if it came over HTTPS, for the whole host and no other.
SECURE_COOKIE = "__Host-login"


def load_actor() -> Actor | None:
    """The actor of this request, or None while nobody is (fully) signed in. `g.login` is set for pending ones too.

    Being seen is noted at most once a minute: the one write that a GET may cause, for idleness could not be known
    otherwise (ADR 0003).
    """
    g.login = None
    token = request.cookies.get(_cookie_name())
    if not token:
        return None
    now = clock.now()
    g.login, actor = recognize(token, may_demonstrate=_may_demonstrate(), now=now)
    if g.login is not None and g.login.last_seen_at <= now - login_sessions.SEEN_EVERY:
        login_sessions.note_seen(g.login.id, now=now)
    return actor


def current_login() -> Login | None:
    """The login session of this request, pending ones too; None when nobody has begun to sign in."""
    login: Login | None = g.get("login")
    return login


def this_visitor() -> Visitor:
    """Where this request comes from."""
    return visitor.Visitor(
        source=visitor.network_of(request.remote_addr),
        device=visitor.device_of(request.user_agent.string),
        may_demonstrate=_may_demonstrate(),
    )


def keep(response: Response, token: str) -> None:
    """Give the browser its token. The cookie ends with the browser or the login session, whichever is first."""
    response.set_cookie(
        _cookie_name(),
        token,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop(response: Response) -> None:
    """Take the token away."""
    response.delete_cookie(
        _cookie_name(), secure=bool(current_app.config["SESSION_COOKIE_SECURE"]), httponly=True, samesite="Lax"
    )


def _cookie_name() -> str:
    return SECURE_COOKIE if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _may_demonstrate() -> bool:
    if not current_app.config["LMS"].demonstration:
        return False
    return visitor.is_local(request.remote_addr, request.host, request.headers.keys())
