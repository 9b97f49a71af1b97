"""What the rules of the days refuse."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class ListNotConfirmed(DomainError):
    """Sign-in and close-out are for people on a confirmed list."""

    template = N_("“%(title)s” has no confirmed list now, so nobody can be signed in and it can not be closed out.")


class NotADayOfStudy(InvalidInput):
    """The study session does not meet on that day."""

    template = N_("%(day)s is not a day of “%(title)s”.")


class DayToCome(DomainError):
    """Nobody is signed in ahead of the day."""

    template = N_("%(day)s is still to come. People are signed in on the day itself or after it.")


class NotOver(DomainError):
    """A study session is closed out when its last day has come."""

    template = N_("“%(title)s” ends on %(day)s. It can be closed out from that day on.")


class NotOnTheList(InvalidInput):
    """A name that is not, or no longer, on the confirmed list."""

    template = N_("Somebody you marked is no longer on the list. Nothing was changed; please look at the list again.")
