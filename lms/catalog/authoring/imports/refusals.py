"""What the rules of importing questions forbid."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class DecidedAlready(DomainError):
    """A file is decided on once."""

    template = N_("It has been decided already what becomes of this file.")


class NothingToAdd(DomainError):
    """Every question is there already, or cannot be asked here."""

    template = N_("There is no question in this file that could be added.")
