"""Why a required study cannot be set, asked about or withdrawn, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoSuchCourse(DomainError):
    """A course was withdrawn meanwhile."""

    template = N_("One of the courses is not open for learning. Please choose again.")


class DayTooEarly(InvalidInput):
    """A deadline that nobody could keep."""

    template = N_("The last day must lie after today.")


class AlreadyWithdrawn(DomainError):
    """It is asked of nobody any more."""

    template = N_("This required study was withdrawn on %(day)s.")


class NotAsked(DomainError):
    """Nothing is asked of that deputy, so there is nothing to exempt from."""

    template = N_("This required study is not asked of this deputy.")


class NothingToChange(DomainError):
    """The deputy is exempt already, or is not."""

    template = N_("Nothing is different from what is recorded.")


class DayToCome(InvalidInput):
    """Nobody knows yet."""

    template = N_("This day lies in the future. Please choose a day that has come.")


class NotYetKnown(InvalidInput):
    """What will be known tomorrow can still change."""

    template = N_("“As known at” lies in the future. Please choose an instant that has passed.")
