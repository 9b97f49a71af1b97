"""The words for objections."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.records.objections.models import ObjectionState

OBJECTION_STATE = {
    ObjectionState.OPEN: (N_("Being looked at"), "blue"),
    ObjectionState.UPHELD: (N_("Upheld"), "green"),
    ObjectionState.REJECTED: (N_("Not upheld"), ""),
}
