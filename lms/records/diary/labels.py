"""The words for where a note stands, with the tone of its tag."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.records.diary.models import NoteState

STATE = {
    NoteState.DRAFT: (N_("Draft"), ""),
    NoteState.SUBMITTED: (N_("Waits to be verified"), "blue"),
    NoteState.RETURNED: (N_("Returned to be mended"), "amber"),
    NoteState.VERIFIED: (N_("Verified and entered"), "green"),
    NoteState.WITHDRAWN: (N_("Withdrawn"), ""),
}

# What a step is called in the note's history.
STEP = {
    NoteState.DRAFT: N_("Written"),
    NoteState.SUBMITTED: N_("Submitted"),
    NoteState.RETURNED: N_("Returned"),
    NoteState.VERIFIED: N_("Verified and entered"),
    NoteState.WITHDRAWN: N_("Withdrawn"),
}
