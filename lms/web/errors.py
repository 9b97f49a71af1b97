"""Refusals and mishaps as pages in the house's look, or as JSON for what asked for JSON."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed

from lms.core.database import db
from lms.core.errors import DomainError
from lms.core.i18n import gettext as _
from lms.interop import views as interface
from lms.web.error_words import error_words
from lms.web.guard import SignInNeeded

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.typing import ResponseReturnValue

log = logging.getLogger(__name__)


def wants_json() -> bool:
    """Whether the answer goes to a program: it sent JSON, or prefers it to a page."""
    liked = request.accept_mimetypes.best_match(("text/html", "application/json"), default="text/html")
    return request.is_json or liked == "application/json"


def answer(status: int, message: str | None = None, retry_after: int | None = None) -> Response:
    """The error as page or JSON. `message` is in the reader's language already."""
    if interface.is_asked():
        return interface.problem(status, message or error_words(status).text)
    reference = g.get("request_id")
    if wants_json():
        detail = message or error_words(status).text
        problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, "reference": reference}
        return make_response(problem, status, {"Content-Type": "application/problem+json"})
    page = render_template(
        "errors/error.html", status=status, message=message, reference=reference, retry_after=retry_after
    )
    return make_response(page, status)


def refused(error: DomainError) -> ResponseReturnValue:
    """A rule said no: the person reads which."""
    db.session.rollback()
    if interface.is_asked():
        return interface.problem(error.status, error.message, error)
    return answer(error.status, error.message, getattr(error, "retry_after", None))


def ask_to_sign_in(error: SignInNeeded) -> ResponseReturnValue:
    """A page that was asked for waits behind the sign-in; what was sent can not wait and is refused."""
    if request.method == "GET" and not wants_json():
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=wanted if wanted != "/" else None), code=303)
    return answer(error.status, error.message)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask itself refuses: unknown address, wrong method, missing token, too large a body."""
    if error.response is not None:
        return error.response
    if isinstance(error, BadHost) and not interface.is_asked():
        # Under a name that is none no address can be written, and so no page.
        return error_words(HTTPStatus.BAD_REQUEST).text, HTTPStatus.BAD_REQUEST, {"Content-Type": "text/plain"}
    response = answer(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def mishap(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged with the request's id, told without details."""
    db.session.rollback()
    log.error("unhandled error", exc_info=error)
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side. Nothing was changed."))


def init_app(app: Flask) -> None:
    """Take over every error."""
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, mishap)
