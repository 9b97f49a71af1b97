"""What the rules of staff forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class NotOnTheStaff(DomainError):
    """Only who is on a unit's staff now can be sent."""

    template = N_("%(name)s has left the unit's staff and cannot be put forward.")
