"""A served site and a real browser. One server for each worker; each test module gets a laid-out site of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.ways import Walker
from tests.support.chromium import ARGUMENTS, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.ways import Way

# A machine with much else to do takes its time; what never comes is found all the same.
expect.set_options(timeout=20_000)


class QuietHandler(WSGIRequestHandler):
    """Does not print a line for each request."""

    def log_request(self, *_args: object) -> None:
        pass


def closing(app: Flask) -> WSGIApplication:
    """Closes an answer also when its reader has left in the middle, as players of videos do."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        parts = app(environ, start_response)
        try:
            yield from parts
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium, which `make test` installs; none is downloaded."""
    return {"executable_path": find_chromium(), "args": list(ARGUMENTS), "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def base_url(app: Flask) -> Iterator[str]:
    """Where the application is served; it answers from whichever database is bound."""
    server = make_server("127.0.0.1", 0, closing(app), threaded=True, request_handler=QuietHandler)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """A browser that reports what goes wrong in a page instead of waiting for half a minute."""
    context.set_default_timeout(10_000)
    return context


class Come(Protocol):
    """Somebody comes to the site with a browser of their own."""

    def __call__(self, way: Way, *, scripts: bool = True) -> Walker:
        """`scripts=False` is a browser without JavaScript."""


@pytest.fixture
def come(browser: Browser, base_url: str) -> Iterator[Come]:
    """Lets people come; all leave at the end, and their browsers must have had nothing to complain of."""
    came: list[Walker] = []

    def arrive(way: Way, *, scripts: bool = True) -> Walker:
        came.append(Walker(browser, base_url, way, scripts=scripts))
        return came[-1]

    yield arrive
    for walker in came:
        walker.leave()
