"""What the rules of correcting and erasing forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoLongerStanding(DomainError):
    """Another entry has taken its place, or it was taken back."""

    template = N_("This entry has been corrected or taken back meanwhile. Please look at the record again.")


class AlreadyProposed(DomainError):
    """One proposal about an entry waits at a time."""

    template = N_("Someone has already proposed something for this entry, and it waits for a decision.")


class AlreadyDecided(DomainError):
    """It was decided meanwhile."""

    template = N_("This has been decided already. Please look at the page again.")


class AnotherPersonDecides(DomainError):
    """Whoever had a hand in it does not decide on it."""

    template = N_("You had a hand in this yourself. Another person has to decide.")


class NothingDifferent(InvalidInput):
    """What is proposed is what stands."""

    template = N_("Nothing would be different from what is entered.")


class DayToCome(InvalidInput):
    """A record holds what has happened."""

    template = N_("The day is still to come. A record holds what has happened.")


class DetailsErased(DomainError):
    """An erased entry is not filled again by the back door."""

    template = N_("The details of this entry were erased. It can only be taken back.")
