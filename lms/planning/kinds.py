"""For what a study session is planned.

The same kinds that study sessions have (`lms.study_sessions.states.Kind`); planning stands below that room and cannot
ask it, so a test holds the two to one another.
"""

from __future__ import annotations

from enum import StrEnum

from lms.core.i18n import N_


class SessionKind(StrEnum):
    """What a study session is for (学习班的类别)."""

    THEMATIC = "thematic"
    INDUCTION = "induction"
    STUDY_TOUR = "study_tour"
    BUSINESS_TRAINING = "business_training"
    EXCHANGE = "exchange"


SESSION_KIND = {
    SessionKind.THEMATIC: N_("Thematic study session"),
    SessionKind.INDUCTION: N_("Induction"),
    SessionKind.STUDY_TOUR: N_("Study tour"),
    SessionKind.BUSINESS_TRAINING: N_("Business training"),
    SessionKind.EXCHANGE: N_("Exchange of experience"),
}
