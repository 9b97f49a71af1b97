"""The page of search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from lms.catalog.search import queries
from lms.core.full_text import grams
from lms.core.pages import page_number
from lms.core.permissions import Permission, current_actor, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("search", __name__, template_folder="templates")


@bp.get("/search")
@requires(Permission.VIEW_CATALOG)
def index() -> ResponseReturnValue:
    """Where in the courses something is said."""
    asked = request.args.get("q", "")[: grams.LONGEST_QUERY].strip()
    page = queries.search(current_actor(), asked, number=page_number()) if asked else None
    return render_template("learning/search.html", asked=asked, page=page)
