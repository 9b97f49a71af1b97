"""What the rules of letters forbid, each with what the person may do about it."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_


class NoLetterhead(DomainError):
    """A letter goes out in somebody's name."""

    template = N_("Nobody has said yet in whose name letters go out. Please fill in the letterhead first.")


class DraftMoved(DomainError):
    """The draft has gone on, or was set aside."""

    template = N_("This draft has meanwhile been checked, signed or set aside. Please reload the page.")


class OwnDraft(DomainError):
    """Two people at least: who drafted does not check, nor sign."""

    template = N_("You drafted this yourself. Please ask someone else to check and to sign it.")


class LetterMoved(DomainError):
    """The letter's state does not allow this step."""

    template = N_("The state of letter %(reference)s does not allow this step. Please reload the page.")


class NowhereToSend(DomainError):
    """A letter needs an address."""

    template = N_("Letter %(reference)s has no address yet. Please enter one first.")


class NotAScan(InvalidInput):
    """The sealed copy is a PDF or a picture."""

    template = N_("Please hand in the sealed copy as PDF, JPEG or PNG.")
