"""What the rules of group viewing forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoLessonChosen(InvalidInput):
    template = N_("Please choose at least one lesson.")


class RecordedDifferently(DomainError):
    """The key of the form belongs to a viewing of another unit."""

    template = N_("This form was sent already. Please open a new one.")


class AnotherMustConfirm(DomainError):
    """Who recorded a viewing, or is named in it, cannot be its second person."""

    template = N_("Please let another person confirm: it cannot be who recorded the viewing, nor a deputy named in it.")


class ViewingSettled(DomainError):
    """It was confirmed or withdrawn in the meantime."""

    template = N_("This group viewing was confirmed or withdrawn in the meantime.")
