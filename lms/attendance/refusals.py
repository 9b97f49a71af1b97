"""What the rules of attendance forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class SignInClosed(DomainError):
    """Sign-in is for a confirmed list that is not yet closed out."""

    template = N_("“%(title)s” takes no sign-in now: its list must be confirmed, and not yet closed out.")


class NotAStudyDay(DomainError):
    """The study session does not run that day."""

    template = N_("%(day)s is not a day of “%(title)s”.")


class DayToCome(DomainError):
    """Nobody is signed in ahead of the day."""

    template = N_("%(day)s is still to come, so nobody can be signed in for it yet.")


class NotOnTheList(DomainError):
    """The participant has left the list meanwhile."""

    template = N_("Someone has left the list of “%(title)s” meanwhile. Please reload the page.")


class NotOverYet(DomainError):
    """A study session is closed out on its last day or later."""

    template = N_("“%(title)s” runs until %(day)s and can be closed out from that day on.")
