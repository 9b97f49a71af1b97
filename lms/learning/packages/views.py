"""The two addresses of a running package: its launch, and what it says of itself. Its page is the lesson's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from lms.catalog import access
from lms.catalog.packages import grants
from lms.core import settings
from lms.core.clock import now
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.packages.forms import parse_id, parse_report
from lms.learning.packages.operations import keep, launch
from lms.learning.packages.refusals import BadReport, NoContentOrigin

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

bp = Blueprint("packages", __name__)

MOST_JSON_BYTES = 400_000  # All that a package may keep, in characters of four bytes, and what goes with it.


@bp.post("/learning/lessons/<uuid:lesson_id>/package")
@requires(Permission.VIEW_CATALOG)
def start(lesson_id: uuid.UUID) -> ResponseReturnValue:
    """A page starts the package, or takes over from another one."""
    actor = current_actor()
    found = access.lesson(actor, lesson_id)
    player, origin = parse_id(_sent(), "player"), settings.current().content_origin
    if not origin or urlsplit(origin).netloc == request.host:
        raise NoContentOrigin
    launched = launch(found, player=player, actor=actor, now=now())
    segment = grants.give(launched.package_sha256, app_origin=_own_origin(), now=now())
    return {
        "standard": launched.standard.value,
        "values": dict(launched.values),
        "token": str(launched.token) if launched.token else None,
        "took_over": launched.took_over,
        "frame": f"{origin}/{segment}/",
    }


@bp.post("/learning/package-states")
@requires(Permission.LEARN)
def state() -> ResponseReturnValue:
    """What the package says of itself now."""
    sent = _sent()
    kept = keep(
        parse_id(sent, "token"), lambda standard: parse_report(sent, standard), actor=current_actor(), now=now()
    )
    return {"is_complete": kept.is_complete, "completed_course": kept.completed_course}


def _own_origin() -> str:
    """Where the reader has our page open: the only place in which the package's frame may stand."""
    return f"{'https' if settings.current().secure_cookies else request.scheme}://{request.host}"


def _sent() -> Any:
    """The JSON of a request; None if it is none."""
    if (request.content_length or 0) > MOST_JSON_BYTES:
        raise RequestEntityTooLarge
    try:
        return request.get_json(silent=True)
    except RecursionError:
        raise BadReport from None
