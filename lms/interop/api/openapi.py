"""The OpenAPI 3.1 document, made from the declarations: it cannot say anything else than what is done."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.interop.api import idempotency
from lms.interop.api.operations import Operation, Read, Write
from lms.interop.api.problems import type_of_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.json_schema import JsonSchemaMode

    from lms.interop.api.problems import Problem

VERSION = "3.1.0"
JSON, PROBLEM = "application/json", "application/problem+json"
_REF = "#/components/schemas/{model}"
TITLE = N_("Interface of the deputies' learning platform")
ABOUT = N_(
    "For other systems: entries for the performance record, and what is needed to send them. Times are in UTC, days are those of Asia/Shanghai. Chinese unless Accept-Language asks for English. docs/api.md tells how to begin."
)


class Wrong(BaseModel):
    """One thing that is wrong, and where."""

    pointer: str | None = Field(None, description="A JSON pointer (RFC 6901) into the body.")
    parameter: str | None = None
    header: str | None = None
    detail: str


class ProblemDocument(BaseModel):
    """A problem (RFC 9457)."""

    type: str = Field(description="Names the kind of problem; about:blank when the status says it all.")
    title: str
    status: int
    detail: str = Field(description="What happened, in words for a person.")
    instance: str = Field(description="Names the request; our logs know it by this id.")
    errors: list[Wrong] = []


def document(operations: Sequence[Operation], *, server: str) -> dict[str, Any]:
    """The document for these operations, in the reader's language."""
    refs, components = models_json_schema(list(_shapes(operations)), ref_template=_REF)
    of_shape = {(shape, mode): ref for (shape, mode), ref in refs.items()}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _described(each, of_shape)
    return {
        "openapi": VERSION,
        "info": {"title": _(TITLE), "version": "1", "description": _(ABOUT)},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _shapes(operations: Sequence[Operation]) -> Iterator[tuple[type[BaseModel], JsonSchemaMode]]:
    yield ProblemDocument, "serialization"
    for each in operations:
        yield each.answer, "serialization"
        if isinstance(each, Write):
            yield each.body, "validation"


def _described(operation: Operation, refs: Mapping[Any, dict[str, Any]]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.name,
        "summary": _(operation.summary),
        "description": _(operation.about),
        "responses": {
            "200": {
                "description": _(operation.summary),
                "content": {JSON: {"schema": refs[operation.answer, "serialization"]}},
            }
        }
        | dict(_problems(operation, refs)),
    }
    if operation.scope:
        said["description"] += "\n\n" + _("Scope: %(scope)s", scope=operation.scope)
    if isinstance(operation, Read):
        said["parameters"] = list(_parameters(operation))
    if isinstance(operation, Write):
        said["parameters"] = [_key_parameter()]
        said["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": refs[operation.body, "validation"]}},
        }
    return said


def _parameters(operation: Read[Any, Any]) -> Iterator[dict[str, Any]]:
    """The members of the query's shape, one by one. What may be left out has no null of its own."""
    schema = operation.query.model_json_schema()
    for name, member in schema.get("properties", {}).items():
        described = {key: value for key, value in member.items() if key not in ("description", "title", "anyOf")}
        given: dict[str, Any] = next((each for each in member.get("anyOf", ()) if each.get("type") != "null"), {})
        described |= given
        if described.get("default", "") is None:
            del described["default"]
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": member.get("description", ""),
            "schema": described,
        }


def _key_parameter() -> dict[str, Any]:
    return {
        "name": idempotency.HEADER,
        "in": "header",
        "required": True,
        "description": _(
            "Names this request; sent again with the same body it is answered as before and not done twice."
        ),
        "schema": {"type": "string", "pattern": f"^{idempotency.KEY}$"},
    }


def _problems(operation: Operation, refs: Mapping[Any, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each status with the problems that it may mean."""
    content = {PROBLEM: {"schema": refs[ProblemDocument, "serialization"]}}

    def status(problem: type[Problem]) -> int:
        return int(problem.status)

    for code, those in groupby(sorted(operation.refusals, key=status), status):
        words = "\n".join(f"- `{type_of_class(each)}`: {_(each.title)}" for each in those)
        yield str(code), {"description": words, "content": content}
    if isinstance(operation, Write):
        yield "413", {"description": _("The body is larger than 1 MiB."), "content": content}
