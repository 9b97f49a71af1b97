"""The declaration of an operation: from it come validation, permission, audit and the OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from lms.interop.api.problems import (
    Invalid,
    KeyMissing,
    KeyReused,
    NotJson,
    RateExceeded,
    ScopeMissing,
    Unknown,
    WrongMediaType,
)
from lms.interop.api.shapes import Answered, Sent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.interop.api.problems import Problem
    from lms.interop.tokens.bearers import Bearer
    from lms.interop.tokens.models import Scope

Query = TypeVar("Query", bound=Sent)
Body = TypeVar("Body", bound=Sent)
Answer = TypeVar("Answer", bound=Answered)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What reading and writing have in common.

    Args:
        name: names the operation in the document and its view in the application.
        path: under `/api/v1`.
        summary, about: msgids for whoever reads the document.
        scope: what the token must be good for; None for any token.
        problems: refusals of its own, beside those that every operation has.
    """

    method: ClassVar[str]
    common: ClassVar[tuple[type[Problem], ...]]

    name: str
    path: str
    summary: str
    about: str
    scope: Scope | None
    answer: type[Answered]
    problems: tuple[type[Problem], ...] = ()

    @property
    def refusals(self) -> tuple[type[Problem], ...]:
        """Every problem that it may answer."""
        return (Unknown, *((ScopeMissing,) if self.scope else ()), Invalid, *self.common, *self.problems)


@dataclass(frozen=True, kw_only=True)
class Read(Operation, Generic[Query, Answer]):
    """A GET: a question and its answer, in the session's read."""

    method = "GET"
    common = ()

    query: type[Query]
    answer: type[Answer]
    run: Callable[[Query, Bearer], Answer]


@dataclass(frozen=True, kw_only=True)
class Write(Operation, Generic[Body, Answer]):
    """A POST: an act in a transaction that keeps its answer under the idempotency key and notes it for the auditor."""

    method = "POST"
    common = (NotJson, WrongMediaType, KeyMissing, KeyReused, RateExceeded)

    body: type[Body]
    answer: type[Answer]
    action: str
    run: Callable[[Session, Body, Bearer, datetime], Answer]
    status: HTTPStatus = HTTPStatus.OK


AnyRead = Read[Any, Any]
AnyWrite = Write[Any, Any]
