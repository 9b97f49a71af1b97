"""The words that pages and workbooks use for the states and kinds of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.i18n import gettext as _
from lms.study_sessions.sharing.worksheet import Method
from lms.study_sessions.states import Audience, Basis, Kind, PlaceState, Priority, State

if TYPE_CHECKING:
    from lms.study_sessions.models import StudySession

KIND = {
    Kind.THEMATIC: N_("Thematic study session"),
    Kind.INDUCTION: N_("Induction"),
    Kind.STUDY_TOUR: N_("Study tour"),
    Kind.BUSINESS_TRAINING: N_("Business training"),
    Kind.EXCHANGE: N_("Exchange of experience"),
}

AUDIENCE = {
    Audience.DEPUTIES: N_("Deputies"),
    Audience.STAFF: N_("Staff, by sending unit"),
}

# The word and the tone of its tag.
STATE = {
    State.DRAFT: (N_("Being drafted"), ""),
    State.QUOTAS_OUT: (N_("Places shared out"), "blue"),
    State.RECOMMENDING: (N_("Recommending"), "amber"),
    State.LIST_CONFIRMED: (N_("Confirmed list"), "green"),
    State.COMPLETED: (N_("Closed out"), ""),
    State.CALLED_OFF: (N_("Called off"), "red"),
}

PLACE_STATE = {
    PlaceState.WAITING: (N_("Reserve, waiting"), ""),
    PlaceState.RECOMMENDED: (N_("Recommended, to be confirmed"), "amber"),
    PlaceState.REVIEWED: (N_("Reviewed, to be confirmed"), "blue"),
    PlaceState.CONFIRMED: (N_("Confirmed"), "green"),
    PlaceState.ACCEPTED: (N_("Will take part"), "green"),
    PlaceState.DECLINED: (N_("Not coming"), ""),
    PlaceState.WITHDRAWN: (N_("Withdrawn by the unit"), ""),
    PlaceState.RETURNED: (N_("Returned by the organizer"), ""),
    PlaceState.SUBSTITUTED: (N_("Substituted"), ""),
    PlaceState.RELEASED: (N_("Place freed"), ""),
}

PRIORITY = {
    Priority.NEW_GRASSROOTS: N_("Newly elected, grassroots"),
    Priority.NEW: N_("Newly elected"),
    Priority.NOT_YET_TRAINED: N_("Not yet trained this term"),
    Priority.TRAINED: N_("Trained this term"),
}

BASIS = {
    Basis.PLAN_SEATS: N_("Plan seats of each unit"),
    Basis.IN_OFFICE: N_("Deputies in office on a day"),
    Basis.NOT_YET_TRAINED: N_("Deputies not yet trained this term"),
    Basis.NEW_NOT_YET_TRAINED: N_("Newly elected deputies not yet trained this term"),
    Basis.GRASSROOTS_NOT_YET_TRAINED: N_("Grassroots deputies not yet trained this term"),
    Basis.SHARED: N_("No apportionment: all units draw on the total"),
}

METHOD = {
    Method.LARGEST_REMAINDER: N_("Largest remainder"),
    Method.D_HONDT: N_("D’Hondt"),
    Method.SAINTE_LAGUE: N_("Sainte-Laguë"),
}

# Reasons that the system itself gives in the history; people's own are kept as they wrote them.
REASON = {
    "mandate.ended": N_("The mandate has ended"),
    "mandate.suspended": N_("The mandate is suspended"),
    "staff_member.left": N_("Off the unit's staff"),
    "promoted": N_("Moved up to a free place"),
    "promoted.approved": N_("Moved up by the organizer's decision"),
    "cut_off": N_("The cut-off day is over"),
}


def short_name(study_session: StudySession) -> str:
    """What a study session is called where there is little room: its number in the year, with its kind unless thematic."""
    if study_session.number is None:
        return study_session.title
    number = _("No. %(number)d", number=study_session.number)
    kind = study_session.kind
    return number if kind is Kind.THEMATIC else f"{_(KIND[kind])} {number}"
