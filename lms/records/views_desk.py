"""The records desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from lms.core import clock
from lms.core.permissions import Permission, current_actor, requires
from lms.records import desk

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("records_desk", __name__, template_folder="templates")


@bp.get("/records")
@requires(Permission.VIEW_RECORDS_DESK)
def index() -> ResponseReturnValue:
    """What waits for me, subject by subject."""
    lines = list(desk.lines(current_actor(), today=clock.today()))
    return render_template("records/desk.html", lines=lines)
