"""The words for corrections."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.records.corrections.models import CorrectionState

CORRECTION_STATE = {
    CorrectionState.PROPOSED: (N_("Waits for a second person"), "blue"),
    CorrectionState.APPROVED: (N_("Approved"), "green"),
    CorrectionState.REFUSED: (N_("Not approved"), ""),
}

# What a deputy whose objection was upheld is told of its correction.
CORRECTION_FOLLOWS = {
    CorrectionState.PROPOSED: N_("A correction is proposed; a second person decides on it."),
    CorrectionState.APPROVED: N_("The correction is entered in the record."),
    CorrectionState.REFUSED: N_("The correction was not approved."),
}
