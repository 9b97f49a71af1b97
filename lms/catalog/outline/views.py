"""The page of the outline: where courses are missing, and which have to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.catalog.outline import labels, queries
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("outline", __name__)


@bp.get("/outline")
@requires(Permission.VIEW_OUTLINE)
def index() -> ResponseReturnValue:
    """The outline, node by node, with its courses."""
    return render_template("catalog/outline.html", outline=queries.outline(current_actor()), words=labels)
