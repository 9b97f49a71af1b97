"""What the rules of the catalogue forbid."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class CodeTaken(DomainError):
    template = N_("There is a kind with the code “%(code)s” already.")


class KindOfThePlatform(DomainError):
    template = N_("This kind is posted by the platform itself and cannot be retired.")


class RuleChanged(DomainError):
    template = N_("Somebody else changed the rule just now. Nothing was changed; please look at it again.")
