"""A test client that behaves as a browser with our pages does."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

WRITING = ("POST", "PUT", "PATCH", "DELETE")


class HouseClient(FlaskClient):
    """Adds the CSRF token to what writes; `csrf=False` leaves it out."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        if csrf and str(kwargs.get("method", "GET")).upper() in WRITING:
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("X-CSRFToken", self._csrf_token())
            kwargs["headers"] = headers
        return super().open(*args, **kwargs)

    def _csrf_token(self) -> str:
        with self.session_transaction() as cookie, self.application.test_request_context():
            from flask import g, session  # The context's own, not the cookie's.

            session.update(cookie)
            token = generate_csrf()
            cookie["csrf_token"] = session["csrf_token"]
            g.pop("csrf_token", None)
        return token
