"""Closed by default: before any view runs it is known who asks, and whether they may."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, g, request

from lms.core.errors import DomainError, InvalidInput, NotAllowed
from lms.core.i18n import N_
from lms.core.permissions import Permission, access_of
from lms.people.accounts.current import load_actor

if TYPE_CHECKING:
    from flask import Flask

# They serve files that are the same for everyone, and need not know who asks.
FILES = ("static", "assets.stylesheet")


class SignInNeeded(DomainError):
    """Nobody is signed in, or the login session has ended."""

    template = N_("Please sign in first.")
    status = HTTPStatus.UNAUTHORIZED


def check_access() -> None:
    """Find the actor and hold the view's mark against it.

    Raises:
        SignInNeeded: the view is not for everyone and nobody is signed in.
        NotAllowed: the actor lacks the permission, or the view bears no mark at all.
    """
    if request.endpoint in FILES:
        return
    if b"%00" in request.query_string:
        raise InvalidInput  # No text holds NUL, and PostgreSQL would refuse it in the middle of a query.
    access = access_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    if access == "by_token":
        return  # The interface knows its callers itself, and none by a cookie.
    g.actor = load_actor()
    if request.endpoint is None:
        return
    if access == "anonymous":
        return
    if g.actor is None:
        raise SignInNeeded
    if isinstance(access, Permission) and not g.actor.can(access):
        raise NotAllowed
    if access is None:
        raise NotAllowed


def limit_body() -> None:
    """Let only files be large: Werkzeug reads every other body at once, whoever sends it."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def init_app(app: Flask) -> None:
    """Put the guard before every request."""
    app.before_request(limit_body)
    app.before_request(check_access)
