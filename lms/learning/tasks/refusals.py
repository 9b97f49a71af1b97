"""What the rules of study tasks forbid, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoUnitChosen(InvalidInput):
    template = N_("Please choose at least one electing body.")


class NothingSatisfiesIt(InvalidInput):
    template = N_("Please choose a course, or something else that satisfies the task.")


class NothingToHandIn(InvalidInput):
    """Where no course is asked, a report without anything in it says nothing."""

    template = N_("Please choose what your unit has done.")


class NotToBeNamed(InvalidInput):
    """It is not the unit's, was taken back meanwhile, or is not what satisfies this task."""

    template = N_("Something that you chose can no longer be named. Please choose again.")


class HandedInAnew(DomainError):
    """The unit handed in another report, or this one was returned before."""

    template = N_("The unit's report has changed in the meantime. Please look at it again.")
