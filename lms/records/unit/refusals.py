"""What the rules of recording for a unit forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NobodyChosen(InvalidInput):
    template = N_("Please choose at least one deputy.")


class RecordedAlready(DomainError):
    template = N_("This was entered already. What is entered is put right by a correction.")
