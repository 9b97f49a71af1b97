"""What the rules of checking forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput, NotAllowed
from lms.core.i18n import N_


class PeriodNotOver(InvalidInput):
    """What is to be checked must have happened."""

    template = N_("The period must lie in the past and end after it begins.")


class PeriodsOverlap(InvalidInput):
    """A day is laid before the deputies once."""

    template = N_("These days overlap a period that is checked already: %(starts)s to %(ends)s.")


class NobodyToAsk(DomainError):
    """No deputy is in office."""

    template = N_("No deputy is in office, so there is nobody to ask.")


class OnlyInPerson(NotAllowed):
    """“Checked in person” is never said by another."""

    template = N_("Only the deputy in person can confirm the record.")


class ReportIssued(DomainError):
    """The report counts what was there."""

    template = N_("The report of this period is issued; it takes no more answers.")


class ObjectionOpen(DomainError):
    """One does not confirm what one objects to."""

    template = N_("Your objection is still open. You can confirm the period once it is answered.")


class StillOpen(DomainError):
    """Deputies have until the day of closing."""

    template = N_("The period is open until %(day)s. Its report can be issued from the day after.")


class ObjectionsOpen(DomainError):
    """A report waits for the answers."""

    template = N_("%(count)d objections still wait for an answer or for their correction. The report waits for them.")
