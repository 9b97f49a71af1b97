"""What the rules of seats forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class MoveNotAllowed(DomainError):
    """The study session's state does not allow this step."""

    template = N_("“%(title)s” is not at the stage for this step. Please reload the page to see where it stands.")


class DaysOutOfOrder(InvalidInput):
    """Arrival, first day and last day do not follow one another."""

    template = N_("The day of arrival must not be after the first day, nor the first day after the last.")


class TooManyDays(InvalidInput):
    """From arrival to the last day it is longer than any study session: a slip of the keyboard, mostly in the year."""

    template = N_("A study session takes at most %(days)d days, the day of arrival included. Please check the days.")


class NumberTaken(DomainError):
    """Another study session of the year and kind has this number."""

    template = N_("There is already a study session number %(number)d of this kind in %(year)d.")


class NoTerm(DomainError):
    """The congress has no term on the study session's first day."""

    template = N_("The congress has no term on %(day)s, so there is no one to call to this study session.")


class OtherTerm(DomainError):
    """A study session stays in the term whose electing bodies share its places."""

    template = N_("“%(title)s” cannot be moved into another term. Please call it off and make a new one.")


class QuotasAreOut(DomainError):
    """Places can be added once units recommend, and none taken away."""

    template = N_(
        "Units are already recommending, so places can be added, but not taken away. "
        "Please move places between units instead."
    )


class RecommendationsChanged(DomainError):
    """The unit has changed its recommendations since the page was made, or somebody else has reviewed them."""

    template = N_("The recommendations have changed in the meantime. Please look at them again.")


class QuotasDoNotAddUp(DomainError):
    """The quotas together are not the places of the study session."""

    template = N_("%(shared)d places are shared out, but the study session has %(places)d. Please share them out anew.")


class NoFixedQuota(DomainError):
    """Places can be moved only between pools that have a number."""

    template = N_("The units draw on the common total, so there are no places to move between them.")


class PlacesInUse(DomainError):
    """A quota is not lowered below the seats that are held: nobody is evicted."""

    template = N_("%(unit)s can give up at most %(left)d places: the others are held by those it has recommended.")


class RecommendingClosed(DomainError):
    """The study session does not take recommendations now."""

    template = N_(
        "“%(title)s” is not open for recommendations. Please ask the organizer if something must still change."
    )


class RecommendingOver(DomainError):
    """The last day for recommendations has passed."""

    template = N_("Recommendations for “%(title)s” were open until %(day)s. Please ask the organizer.")


class NotInOffice(DomainError):
    """Only a deputy in office can be recommended."""

    template = N_("%(name)s is not in office now and cannot be recommended.")


class NoQuota(DomainError):
    """The deputy's electing body takes no part."""

    template = N_("%(unit)s has no places in “%(title)s”.")


class AlreadyRecommended(DomainError):
    """The person holds a seat in this study session."""

    template = N_("%(name)s is already on the list of “%(title)s”.")


class QuotaFull(DomainError):
    """Every place of the electing body is held."""

    template = N_(
        "%(unit)s has %(places)d places and all of them are taken (%(taken)d recommended). "
        "To recommend %(name)s, please withdraw or substitute someone first."
    )


class StudySessionFull(DomainError):
    """Every place of the study session is held."""

    template = N_("All %(places)d places of “%(title)s” are taken (%(taken)d recommended).")


class SeatClash(DomainError):
    """The person holds a seat elsewhere on one of the days."""

    template = N_("%(name)s already has a place in “%(other)s” on some of these days.")


class NotWithdrawable(DomainError):
    """The enrolment holds no seat that this act could free."""

    template = N_("%(name)s's place has already changed. Please reload the page to see how it stands.")


class OtherUnit(DomainError):
    """A substitute comes from the same electing body."""

    template = N_("A substitute must come from the same unit.")


class HasBegun(DomainError):
    """From the first day on, places are no longer returned."""

    template = N_("“%(title)s” has begun, so places can no longer be returned.")


class ListIsEmpty(DomainError):
    """There is nobody to confirm."""

    template = N_("Nobody has been recommended for “%(title)s” yet.")


class IsOpen(DomainError):
    """In an open study session deputies apply themselves."""

    template = N_("“%(title)s” is open: deputies apply for it themselves.")


class NotOpen(DomainError):
    """The study session takes no applications of deputies."""

    template = N_("“%(title)s” does not take applications now.")


class AdmittingIsFixed(DomainError):
    """Whose deputies can come is settled before units know of their places."""

    template = N_("Whether deputies of the congresses below can come to “%(title)s” can no longer be changed.")


class OpenOrNotIsFixed(DomainError):
    """Whether deputies apply themselves is settled before anybody can."""

    template = N_("Whether “%(title)s” is open to applications can no longer be changed.")


class PlaceDaysOutOfOrder(InvalidInput):
    """Cut-off day, stop day and day of arrival do not follow one another."""

    template = N_("The cut-off day must not be after the stop day, nor the stop day after the day of arrival.")


class StopDayPassed(DomainError):
    """After the stop day a place that becomes free stays empty."""

    template = N_("The last day for changes was %(day)s. A place that becomes free now stays empty.")


class OfTheCommonPool(DomainError):
    """A place of the common pool goes to who is next there, not to whom the unit names."""

    template = N_("This place came from the common pool and goes back to it. %(name)s can withdraw or decline.")


class ProposalChanged(DomainError):
    """What the organizer looked at is no longer who comes next."""

    template = N_("Meanwhile the places or the order have changed. Please look at the proposal again.")


class AnswersClosed(DomainError):
    """Places are answered between the confirmation of the list and the first day."""

    template = N_("Answers for “%(title)s” are taken from the confirmation of the list until its first day.")


class NotAReserve(DomainError):
    """Only who waits has a turn."""

    template = N_("%(name)s is no longer waiting. Please reload the page.")


class NothingToHandBack(DomainError):
    """A unit hands back only places that nobody holds."""

    template = N_("%(unit)s has %(left)d free places to hand back.")
