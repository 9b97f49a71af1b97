"""Why a plan cannot be written or decided, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class YearTaken(DomainError):
    """There is one plan for a year."""

    template = N_("There is a plan for %(year)d already.")


class NotWritable(DomainError):
    """A version that was submitted, approved or replaced is not written in."""

    template = N_("This version can no longer be written in. Please look at how it stands now.")


class NotToBeDecided(DomainError):
    """The version is not where that decision belongs."""

    template = N_("This version does not wait for that decision. Please look at how it stands now.")


class NothingPlanned(DomainError):
    """A plan without a study session is not submitted."""

    template = N_("Please enter at least one study session before you submit the plan.")


class OtherYear(InvalidInput):
    """The days of a line lie in another year than its plan."""

    template = N_("The first day must be in %(year)d.")


class DatesRefused(DomainError):
    """The table of clashes refuses the days of a line."""

    template = N_("These dates cannot be planned: %(clashes)s")


class DecidedInTheFuture(InvalidInput):
    """A decision was taken before it is recorded."""

    template = N_("The day of the decision must not lie in the future.")


class NotInForce(DomainError):
    """Only the approved version is published or told."""

    template = N_("Only a plan that is in force can be published or announced.")


class BeingAmended(DomainError):
    """There is one version on its way at a time."""

    template = N_("A new version is being drafted already.")
