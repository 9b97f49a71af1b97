"""What the rules of objecting forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class AlreadyObjected(DomainError):
    """One objection about an entry is looked at at a time."""

    template = N_("An objection to this entry is already being looked at.")


class NotYourDay(InvalidInput):
    """A record holds what was done in office."""

    template = N_("You held no mandate in this congress on that day.")


class NeedsAnAnswer(InvalidInput):
    """An upheld objection says what is entered instead."""

    template = N_("Please say what is to be entered.")
