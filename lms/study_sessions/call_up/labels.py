"""The words that pages use for call-ups."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.study_sessions.call_up.states import Change, Told

TOLD = {
    Told.CALLED: (N_("Called up"), "green"),
    Told.CHANGED: (N_("Told of the change"), "green"),
    Told.CANCELLED: (N_("Call-up cancelled"), ""),
}
CHANGE = {
    Change.NONE: N_("Nothing: call up, or tell whoever does not know yet"),
    Change.POSTPONED: N_("The days (and the venue, if it moves too)"),
    Change.MOVED: N_("The venue alone"),
    Change.CALLED_OFF: N_("It is called off"),
}
DRAFT_TITLE = {
    Change.NONE: N_("Call-up to “%(title)s”"),
    Change.POSTPONED: N_("“%(title)s” on other days"),
    Change.MOVED: N_("“%(title)s” at another venue"),
    Change.CALLED_OFF: N_("“%(title)s” called off"),
}
# The head of a deputy's own notice.
MINE = {
    Told.CALLED: N_("You are called up"),
    Told.CHANGED: N_("The arrangements have changed"),
    Told.CANCELLED: N_("Your call-up no longer holds"),
}
