"""The words for erasures."""

from __future__ import annotations

from lms.core.i18n import N_
from lms.records.erasures.models import ErasureGround, ErasureState

GROUND = {
    ErasureGround.PURPOSE_FULFILLED: N_("The purpose is fulfilled or cannot be (art. 47 (1))"),
    ErasureGround.CONSENT_WITHDRAWN: N_("Consent was withdrawn (art. 47 (3))"),
    ErasureGround.UNLAWFUL: N_("It was handled against the law or an agreement (art. 47 (4))"),
    ErasureGround.OTHER_LAW: N_("Another law or regulation asks for it (art. 47 (5))"),
    ErasureGround.REPLAYED: N_("Repeated after a backup was restored"),
}

ERASURE_STATE = {
    ErasureState.PROPOSED: (N_("Waits for a second person"), "blue"),
    ErasureState.APPROVED: (N_("Approved"), "green"),
    ErasureState.REFUSED: (N_("Not approved"), ""),
}
