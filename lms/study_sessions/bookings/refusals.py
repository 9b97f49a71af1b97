"""Why a venue or a lecturer does not go with a study session, in words for the organizer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.planning.calendar.rules import Found


class ToConsider(DomainError):
    """The table of clashes warns, and nobody has said that these warnings were considered."""

    template = N_(
        "Please look at this first: %(clashes)s If you have considered it, please tick it below and save again."
    )

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(clashes=" ".join(each.message for each in found))
        self.found = found


class DaysDoNotGo(DomainError):
    """The table of clashes refuses them."""

    template = N_("The study session cannot be held like this: %(clashes)s")


class LecturerLeftOut(DomainError):
    """A booking would lie outside the study session's new days."""

    template = N_(
        "“%(name)s” is booked for a day that the study session would no longer have. Please give that booking back first."
    )


class LecturerTaken(DomainError):
    """The lecturer speaks elsewhere, or here already."""

    template = N_("%(name)s cannot be booked then: %(clashes)s")


class NoSuchDayOfStudy(InvalidInput):
    """The study session has fewer days."""

    template = N_("The study session has only %(days)d days.")
