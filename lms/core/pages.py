"""Pages of a list, and the answers a view gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from sqlalchemy import func, select

from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Select
    from werkzeug.wrappers import Response

Item = TypeVar("Item")

PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list, numbered from 1, that knows how many items there are in all."""

    items: Sequence[Item]
    number: int
    per_page: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.per_page))


def page_number() -> int:
    """The page asked for in the URL; anything that is no number from 1 means 1."""
    asked = request.args.get("page", default=1, type=int)
    return max(1, asked)


def paginate(statement: Select[Any], *, number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """Read one page of a statement of entities; a number past the end gives the last page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(number, max(1, -(-total // per_page)))
    items: Sequence[Any] = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(items, number, per_page, total)


def invalid(template: str, **context: object) -> ResponseReturnValue:
    """A form shown again with its errors and with what was typed: 422."""
    return render_template(template, **context), 422


def see(endpoint: str, **values: Any) -> Response:
    """After a POST, go and see the result: 303."""
    return redirect(url_for(endpoint, **values), code=303)


def safe_path(target: str | None) -> str:
    """The target if it is a path of this site, else the home page: a redirect never leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) < 0x20 for character in target):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"
