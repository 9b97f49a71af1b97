"""The words for viewings, and the tones of their tags."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.learning.viewings.models import ViewingState

VIEWING_STATE = {
    ViewingState.RECORDED: (N_("To be confirmed by a second person"), "amber"),
    ViewingState.CONFIRMED: (N_("Confirmed"), "green"),
    ViewingState.WITHDRAWN: (N_("Withdrawn"), ""),
}
