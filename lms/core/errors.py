"""Refusals. What the rules forbid is a typed error that carries a message for the person who asked."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from lms.core.i18n import N_, gettext


class DomainError(Exception):
    """A refusal that the person may read.

    `template` is an English msgid with named placeholders; the keyword arguments fill it. `str()` is the
    English text, for logs and developers; `message` is the text in the reader's language.
    """

    template: ClassVar[str] = N_("This cannot be done now.")
    status: ClassVar[HTTPStatus] = HTTPStatus.CONFLICT

    def __init__(self, **params: object) -> None:
        super().__init__()
        self.params = params

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template

    @property
    def message(self) -> str:
        """The refusal in the reader's language."""
        return gettext(self.template, **self.params)


class NotFound(DomainError):
    """There is no such thing, or none that this actor may know of."""

    template = N_("There is no such page, or it is not yours to see.")
    status = HTTPStatus.NOT_FOUND


class NotAllowed(DomainError):
    """The actor may know of the thing, but may not do this to it."""

    template = N_("You do not have permission to do this.")
    status = HTTPStatus.FORBIDDEN


class InvalidInput(DomainError):
    """What was sent cannot be used."""

    template = N_("What was sent cannot be used.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
