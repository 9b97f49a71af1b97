"""What the rules of the diary forbid."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class NotThatStep(DomainError):
    template = N_("This note has gone on meanwhile. Please look at it again.")


class NoMandateThen(DomainError):
    template = N_("You held no mandate in this congress on that day.")


class VerifiedByAnother(DomainError):
    template = N_("You had a hand in this yourself. Another person has to decide.")
