"""Why a checklist cannot be made, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError
from lms.core.i18n import N_


class NothingToCopy(DomainError):
    """A template without items, or one that is retired."""

    template = N_("This template has nothing to copy. Please enter what is to be done first.")


class AlreadyCopied(DomainError):
    """A template is copied to a subject once."""

    template = N_("“%(title)s” has this checklist already.")


class NoSuchSubject(DomainError):
    """What it was for is gone."""

    template = N_("Please choose a study session from the list.")
