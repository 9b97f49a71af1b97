"""The two addresses of a running package: its launch, and what it says of itself. Its page is the lesson's."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, request
from werkzeug.exceptions import RequestEntityTooLarge

from lms.catalog import access
from lms.catalog.authoring.access import draft, lesson_of
from lms.catalog.packages import grants
from lms.core import settings
from lms.core.clock import now
from lms.core.permissions import Permission, current_actor, requires
from lms.learning.packages.forms import parse_id, parse_part, parse_report
from lms.learning.packages.operations import keep, launch, to_look
from lms.learning.packages.refusals import BadReport, NoContentOrigin

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from lms.learning.packages.operations import Launch

bp = Blueprint("packages", __name__)

MOST_JSON_BYTES = 400_000  # All that a package may keep, in characters of four bytes, and what goes with it.


@bp.post("/learning/lessons/<uuid:lesson_id>/package")
@requires(Permission.VIEW_CATALOG)
def start(lesson_id: uuid.UUID) -> ResponseReturnValue:
    """A page starts a part of the package, or takes over from another one."""
    actor = current_actor()
    found = access.lesson(actor, lesson_id)
    sent = _sent()
    player, part, origin = parse_id(sent, "player"), parse_part(sent), _content_origin()
    return _started(launch(found, part, player=player, actor=actor, now=now()), origin)


@bp.post("/authoring/drafts/<uuid:draft_id>/lessons/<string(maxlength=60):lesson_key>/package")
@requires(Permission.VIEW_DRAFT_COURSES)
def look(draft_id: uuid.UUID, lesson_key: str) -> ResponseReturnValue:
    """Who writes or reviews a draft opens its package, only to look at it."""
    found = lesson_of(draft(current_actor(), draft_id), lesson_key)
    return _started(to_look(found.get("package", ""), parse_part(_sent())), _content_origin())


@bp.post("/learning/package-states")
@requires(Permission.LEARN)
def state() -> ResponseReturnValue:
    """What a part says of itself now."""
    sent = _sent()
    token, part = parse_id(sent, "token"), parse_part(sent)
    kept = keep(token, part, lambda standard: parse_report(sent, standard), actor=current_actor(), now=now())
    return asdict(kept)


def _content_origin() -> str:
    origin = settings.current().content_origin
    if not origin or urlsplit(origin).netloc == request.host:
        raise NoContentOrigin
    return origin


def _started(launched: Launch, origin: str) -> ResponseReturnValue:
    """What the page needs to open the package."""
    segment = grants.give(launched.package_sha256, launched.part, app_origin=_own_origin(), now=now())
    return {
        "standard": launched.standard.value,
        "part": launched.part,
        "values": dict(launched.values),
        "token": str(launched.token) if launched.token else None,
        "took_over": launched.took_over,
        "frame": f"{origin}/{segment}/",
    }


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
