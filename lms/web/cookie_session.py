"""The signed cookie behind `flask.session`, read only by those who ask: many requests never do, as a player's beats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask.sessions import SecureCookieSessionInterface, SessionMixin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask, Request, Response
    from itsdangerous import URLSafeTimedSerializer


class CookieSession(SessionMixin):
    """What the cookie holds, opened at the first look. `accessed` and `modified` tell Flask whether to write it again."""

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read: Callable[[], dict[str, Any]] = read
        self._held: dict[str, Any] | None = None
        self.accessed = self.modified = False

    @property
    def _content(self) -> dict[str, Any]:
        self.accessed = True
        if self._held is None:
            self._held = self._read()
        return self._held

    def __getitem__(self, key: str) -> Any:
        return self._content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.modified = True
        self._content[key] = value

    def __delitem__(self, key: str) -> None:
        del self._content[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


class LazyCookieSessions(SecureCookieSessionInterface):
    """Flask's own, but for when the cookie is opened."""

    def __init__(self) -> None:
        self._serializers: dict[Flask, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: the keys do not change while the process lives."""
        if app not in self._serializers:
            self._serializers[app] = super().get_signing_serializer(app)
        return self._serializers[app]

    def open_session(self, app: Flask, request: Request) -> CookieSession:  # type: ignore[override]  # Another SessionMixin.
        """A session that knows how to read the cookie. A cookie that we did not sign is empty."""

        def read() -> dict[str, Any]:
            opened = super(LazyCookieSessions, self).open_session(app, request)
            return dict(opened) if opened else {}

        return CookieSession(read)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie if it was changed; what nobody looked at was not."""
        if session.accessed:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let the application read its cookie late."""
    app.session_interface = LazyCookieSessions()
