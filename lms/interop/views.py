"""The interface over HTTP: a view for each operation, the document, and problems for whatever goes wrong under `/api/`."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, request

from lms import audit
from lms.core import clock, settings
from lms.core.i18n import CHINESE, ENGLISH, answer_in
from lms.core.permissions import anonymous, by_token
from lms.interop.api import idempotency, openapi, problems, validation
from lms.interop.api.idempotency import Kept, Keyed
from lms.interop.api.operations import Read
from lms.interop.api.shapes import NoQuery
from lms.interop.catalogue import OPERATIONS
from lms.interop.tokens import bearers
from lms.interop.tokens.refusals import TokenOver, TooManyWrites

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from lms.core.errors import DomainError
    from lms.interop.api.operations import AnyRead, AnyWrite
    from lms.interop.tokens.bearers import Bearer

PREFIX = "/api/"
VERSION = "/api/v1"
REPEATED = "Idempotent-Replayed"
LANGUAGES = {"zh": CHINESE, "en": ENGLISH}

bp = Blueprint("api", __name__, url_prefix=VERSION)


@bp.get("/openapi.json")
@anonymous
def document() -> Response:
    """What there is and how to ask for it; it holds no secret."""
    said = openapi.document(OPERATIONS, server=request.script_root + VERSION)
    return _json(json.dumps(said, ensure_ascii=False).encode(), 200)


def read(operation: AnyRead) -> Response:
    """Answer a question."""
    bearer = _bearer(operation)
    query = validation.query_of(operation.query, dict(request.args.lists()))
    bearers.note_use(bearer, now=clock.now())
    return _json(operation.run(query, bearer).model_dump_json().encode(), 200)


def write(operation: AnyWrite) -> Response:
    """Do an act once, and answer the same request with the same bytes whenever it comes again."""
    bearer, now = _bearer(operation), clock.now()
    _count(bearer)
    validation.query_of(NoQuery, dict(request.args.lists()))
    key = idempotency.key_of(request.headers.get(idempotency.HEADER))
    if request.mimetype != openapi.JSON:
        raise problems.WrongMediaType
    body = validation.body_of(operation.body, request.get_data())

    def act(session: Session) -> Kept:
        answer = operation.run(session, body, bearer, now)
        subject = ("api_token", bearer.public_id)
        audit.record(
            session, actor=None, action=operation.action, subject=subject, now=now, congress_id=bearer.congress_id
        )
        return Kept(operation.status, answer.model_dump_json().encode())

    digest = idempotency.digest_of(operation.method, operation.path, body.model_dump_json().encode())
    kept = idempotency.once(Keyed(bearer.token_id, key, digest), act, now=now)
    response = _json(kept.body, kept.status)
    if kept.is_repeated:
        response.headers[REPEATED] = "true"
    return response


def _bearer(operation: AnyRead | AnyWrite) -> Bearer:
    """Who asks, and may.

    Raises:
        Unknown: nobody whom we know.
        ScopeMissing: the token is not good for this.
    """
    given = request.authorization
    secret = given.token if given is not None and given.type == "bearer" else None
    bearer = bearers.recognize(secret, now=clock.now()) if secret else None
    if bearer is None:
        raise problems.Unknown
    g.token = bearer.public_id
    if operation.scope is not None and operation.scope not in bearer.scopes:
        raise problems.ScopeMissing(scope=operation.scope.value)
    return bearer


def _count(bearer: Bearer) -> None:
    most = settings.current().api_writes_per_minute
    try:
        bearers.count_write(bearer, most=most, now=clock.now())
    except TooManyWrites as error:
        raise problems.RateExceeded(most=most, seconds=error.retry_after) from None
    except TokenOver:
        raise problems.Unknown from None


def _json(body: bytes, status: int) -> Response:
    return Response(body, status, mimetype=openapi.JSON)


def is_asked() -> bool:
    """Whether this request is one of another system."""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: str, error: DomainError | None = None) -> Response:
    """What went wrong, as RFC 9457 has it."""
    said = problems.document(status, detail, error=error, request_id=g.request_id)
    response = Response(json.dumps(said, ensure_ascii=False).encode(), status, mimetype=openapi.PROBLEM)
    if isinstance(error, problems.Problem):
        response.headers.extend(error.headers)
    return response


def choose_language() -> None:
    """Another system has no cookie: it is answered in Chinese, unless it asks for English."""
    if is_asked():
        asked = request.accept_languages.best_match(LANGUAGES, default="zh")
        answer_in(LANGUAGES[asked or "zh"])


def init_app(app: Flask) -> None:
    """Choose the language of answers. Comes right after the language of pages."""
    app.before_request(choose_language)


for _each in OPERATIONS:
    _view = partial(read, _each) if isinstance(_each, Read) else partial(write, _each)
    bp.add_url_rule(_each.path, _each.name, by_token(_view), methods=[_each.method])
