"""What the rules of staff forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NotOnTheStaff(DomainError):
    """Only who is on a unit's staff now can be sent."""

    template = N_("%(name)s has left the unit's staff and cannot be put forward.")


class OnTheStaffAlready(DomainError):
    """The unit has this person on its staff."""

    template = N_(
        "%(name)s is on your unit's staff already. If this is another person of the same name, please give the phone number."
    )


class OnAnotherStaff(DomainError):
    """A person is on one unit's staff at a time."""

    template = N_(
        "%(name)s is on another unit's staff now. Please ask the organizer, so that it is taken off there first."
    )


class KeptElsewhere(DomainError):
    """Who is also a deputy, or has an account, is corrected where that is kept."""

    template = N_(
        "%(name)s is also kept as a deputy or has an account here. Name, gender and phone are corrected there; "
        "only the post can be changed here."
    )


class StateUnchanged(DomainError):
    """The staff member has left, or is there again, meanwhile."""

    template = N_("%(name)s was changed meanwhile. Please reload the page.")


class StaffAreSent(InvalidInput):
    """Staff do not apply themselves."""

    template = N_("Staff are sent by their units, so they do not apply themselves.")


class AudienceIsFixed(DomainError):
    """For whom a study session is, is settled before units see their places."""

    template = N_("For whom “%(title)s” is can no longer be changed.")


class CountsDeputies(DomainError):
    """Places for staff cannot be shared by the number of deputies."""

    template = N_(
        "“%(title)s” is for staff. Its places can be shared by plan seats, or drawn from the total, "
        "and none are held for grassroots deputies."
    )
