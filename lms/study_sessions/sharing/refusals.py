"""What the rules of sharing forbid."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class PlacesHeld(DomainError):
    """Places that are held for deputies from the grassroots stay with the unit until the cut-off day."""

    template = N_(
        "%(unit)s holds %(held)d of its %(places)d places for grassroots deputies until the cut-off day. "
        "These cannot be moved away."
    )
