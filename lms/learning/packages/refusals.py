"""Why a package cannot be run, or what it says not be kept, in words for the person."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoContentOrigin(DomainError):
    """`LMS_CONTENT_ORIGIN` is not set, or the page was opened under it."""

    template = N_("Packages cannot be run here: this installation has no origin for their content.")


class RunsElsewhere(DomainError):
    """Another page of the same person has the lease, or the package has ended."""

    template = N_("This lesson is now open on another device or page.")


class UnknownPart(InvalidInput):
    """The page asks for a part that the package does not have, or that cannot be opened."""

    template = N_("The package has no such part. Please open the page again.")


class BadReport(InvalidInput):
    """What the page sent is no report of a package."""

    template = N_("What the package sent cannot be understood. Please open the page again.")


class StateTooLarge(InvalidInput):
    """The package wants to keep more than it may."""

    template = N_("The package wants to keep more than %(most)d characters, which is not possible.")
