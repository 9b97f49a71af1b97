"""Pages are rendered outside a browser here: an actor is put where the guard would put it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from flask import g

from lms.core.permissions import Actor, Grant, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from flask import Flask

    Visit = Callable[..., AbstractContextManager[None]]


def actor_as(*roles: Role) -> Actor:
    """An actor of no database, for what only asks for permissions."""
    return Actor.of(1, 1, 1, tuple(Grant(role) for role in roles))


@pytest.fixture
def visit(app: Flask) -> Visit:
    """`with visit("/courses?q=x", Role.DEPUTY):` is a request for that page by somebody with these roles."""

    @contextmanager
    def request(path: str = "/", *roles: Role) -> Iterator[None]:
        with app.test_request_context(path):
            g.actor = actor_as(*roles) if roles else None
            yield

    return request


@pytest.fixture
def macro(app: Flask) -> Callable[..., str]:
    """`macro("tags", "tag", "Draft")` is what the macro gives. Inside `with visit(...)`."""

    def render(file: str, name: str, *args: object, **kwargs: object) -> str:
        module = app.jinja_env.get_template(f"macros/{file}.html").module
        return str(getattr(module, name)(*args, **kwargs))

    return render
