"""What the rules of calling up forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NobodyToTell(DomainError):
    """Everybody knows what holds."""

    template = N_("There is nobody to tell: everyone concerned by “%(title)s” knows what holds.")


class NotToBeCalledUp(DomainError):
    """Deputies are called up between the confirmation of the list and the close-out."""

    template = N_("Deputies can be called up to “%(title)s” once its list is confirmed, until it is closed out.")


class DraftUnderWay(DomainError):
    """One draft at a time: a second one would tell the same people again."""

    template = N_(
        "A call-up of “%(title)s” is being checked or signed already. Please finish it or set it aside first."
    )


class PlanChanged(DomainError):
    """What was looked at is no longer what would happen."""

    template = N_("Meanwhile the list or the arrangements have changed. Please look at the preview again.")


class HasBegunAlready(DomainError):
    """What has begun is not postponed, moved or called off by letter."""

    template = N_("“%(title)s” has begun, so its days and venue can no longer be changed here.")


class NothingChanges(InvalidInput):
    """A change that changes nothing."""

    template = N_("These are the days and the venue that hold already. Please enter the new ones.")


class AnswerTooLate(InvalidInput):
    """An answer is wanted before the first day."""

    template = N_("The day to answer by must not be after the day of arrival.")
