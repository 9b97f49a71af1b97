"""Why something cannot be planned, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class DaysOutOfOrder(InvalidInput):
    """The last day is before the first."""

    template = N_("The last day must not be before the first.")


class TooLong(InvalidInput):
    """More days than anything that is planned here has."""

    template = N_("At most %(days)d days can be taken at once.")


class ChangedByOthers(DomainError):
    """Somebody else saved the same thing after this person had opened it: nothing is overwritten."""

    template = N_(
        "Somebody else has saved this meanwhile. What you typed is still here, and what was saved is shown below it. "
        "If you save again, yours takes its place."
    )


class NameTaken(DomainError):
    """There is one of that name already."""

    template = N_("“%(name)s” is in the list already.")


class NotFree(DomainError):
    """The table of clashes refuses it."""

    template = N_("These dates cannot be booked: %(clashes)s")


class WarningsToRead(DomainError):
    """The table of clashes warns, and nobody has said that the warnings were read."""

    template = N_("Please look at this first: %(clashes)s If you have considered it, tick the box and book again.")


class NoLongerOffered(DomainError):
    """A venue or lecturer that is retired takes no more bookings."""

    template = N_("“%(name)s” is no longer offered.")
