"""Problems as RFC 9457 describes them: refusals that a program can tell apart and a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

from lms.core.errors import DomainError
from lms.core.i18n import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

# A problem without a type of its own is what its HTTP status says (RFC 9457, section 4.2.1).
PLAIN = "about:blank"
MOST_FAULTS = 100


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where: a JSON pointer (RFC 6901) into the body, a parameter, or a header.

    `message` is a msgid that `params` fill.
    """

    message: str
    params: tuple[tuple[str, object], ...] = ()
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    def told(self) -> dict[str, str]:
        """The fault in the reader's language."""
        where = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        named = {name: place for name, place in where.items() if place is not None}
        return named | {"detail": gettext(self.message, **dict(self.params))}


class Problem(DomainError):
    """A refusal with a type of its own; `title` says what kind it is, `template` what happened."""

    slug: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, *, faults: Sequence[Fault] = (), **params: object) -> None:
        super().__init__(**params)
        self.faults = faults

    @property
    def headers(self) -> dict[str, str]:
        """What goes beside the answer."""
        return {}


def type_of_class(problem: type[Problem]) -> str:
    """The URI that names a kind of problem; it is a name and leads nowhere."""
    return f"urn:lms:problem:{problem.slug}"


def document(status: int, detail: str, *, error: DomainError | None = None, request_id: str) -> dict[str, object]:
    """A problem as JSON, in the reader's language. It names the request as our logs do."""
    title = gettext(error.title) if isinstance(error, Problem) else HTTPStatus(status).phrase
    said: dict[str, object] = {
        "type": type_of_class(type(error)) if isinstance(error, Problem) else PLAIN,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{request_id}",
    }
    if isinstance(error, Problem) and error.faults:
        said["errors"] = [fault.told() for fault in error.faults[:MOST_FAULTS]]
    return said


class Unknown(Problem):
    """RFC 6750, section 3.1: no token, or one that is unknown, expired or revoked; the answer never says which."""

    slug = "invalid-token"
    title = N_("No valid token")
    template = N_("Please send a token that is in force: “Authorization: Bearer lms_…”.")
    status = HTTPStatus.UNAUTHORIZED

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="lms", error="invalid_token"'}


class ScopeMissing(Problem):
    slug = "insufficient-scope"
    title = N_("The token is not good for this")
    template = N_("This needs a token with the scope “%(scope)s”.")
    status = HTTPStatus.FORBIDDEN

    @property
    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": f'Bearer realm="lms", error="insufficient_scope", scope="{self.params["scope"]}"'}


class NotJson(Problem):
    slug = "not-json"
    title = N_("The body is not JSON")
    template = N_("The body could not be read as JSON in UTF-8.")
    status = HTTPStatus.BAD_REQUEST


class WrongMediaType(Problem):
    slug = "unsupported-media-type"
    title = N_("Another kind of body is expected")
    template = N_("Please send the body as “Content-Type: application/json”.")
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class Invalid(Problem):
    slug = "invalid-request"
    title = N_("The request is not as it is described")
    template = N_("Nothing was changed. Please see under “errors” what is wrong and where.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class EntriesRefused(Problem):
    slug = "entries-refused"
    title = N_("Some of the entries cannot be taken")
    template = N_("None of the entries was taken. Please see under “errors” what is wrong and where.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class KeyMissing(Problem):
    slug = "idempotency-key-missing"
    title = N_("An idempotency key is needed")
    template = N_("Please send a header “Idempotency-Key” with 1 to 64 letters, digits or - . _ ~ :")
    status = HTTPStatus.BAD_REQUEST


class KeyReused(Problem):
    slug = "idempotency-key-reused"
    title = N_("The idempotency key belongs to another request")
    template = N_("This idempotency key was sent with another request before. Nothing was changed.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class CursorForeign(Problem):
    slug = "invalid-cursor"
    title = N_("The cursor does not belong here")
    template = N_("This cursor is none of ours, or belongs to another question. Please begin with the first page.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class RateExceeded(Problem):
    slug = "rate-limit-exceeded"
    title = N_("Too many requests in a minute")
    template = N_("This token may send %(most)d requests a minute. Please go on in %(seconds)d seconds.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.params["seconds"])}
