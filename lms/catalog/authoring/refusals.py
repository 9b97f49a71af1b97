"""What the rules of drafting forbid."""

from __future__ import annotations

from lms.core.errors import DomainError, InvalidInput, NotAllowed
from lms.core.i18n import N_


class NotBeingWritten(DomainError):
    """A draft that somebody reviews or approves stays as it was submitted."""

    template = N_("This draft is not being written now, so it cannot be changed.")


class NotThatFar(DomainError):
    """The draft does not stand where this step begins: somebody else was quicker."""

    template = N_("Somebody else has dealt with this draft meanwhile. Please open it again.")


class HasFaults(DomainError):
    """A draft is reviewed only when it could be published as it is."""

    template = N_("Please mend what is listed first; then the draft can be submitted.")


class AnotherPersonReviews(NotAllowed):
    """Writing, reviewing and approving are for three people."""

    template = N_("You have worked on this draft yourself. Another person must review it, and a third must approve it.")


class DraftIsThere(DomainError):
    """One draft of a course at a time."""

    template = N_("There is a draft of this course already.")


class CourseMovedOn(DomainError):
    """The course got another version since the draft began; publishing the draft would undo it."""

    template = N_("The course has changed since this draft was begun. Please discard the draft and begin a new one.")


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same part."""

    template = N_(
        "Somebody else has changed this part meanwhile. If you save again, your words take the place of theirs."
    )


class NotOpen(DomainError):
    """Only what deputies see can be withdrawn from them."""

    template = N_("Only a published course can be withdrawn.")


class TooMuch(DomainError):
    """More lessons or questions than anybody could take."""

    template = N_("A course has at most %(most)d of these.")


class BadVideo(InvalidInput):
    """The file cannot be played everywhere, or is none."""

    template = N_("The video was not taken in. %(reason)s")


class BadCaptions(InvalidInput):
    """The file is no captions for this video; `reasons` says where."""

    template = N_("The captions were not taken in: please mend the lines below and upload them again.")

    def __init__(self, reasons: list[str]) -> None:
        super().__init__()
        self.reasons = reasons


class VideoFirst(DomainError):
    """Captions are checked against the video's length."""

    template = N_("Please upload the video first: captions are checked against its length.")
