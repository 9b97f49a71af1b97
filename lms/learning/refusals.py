"""Why learning can refuse something, in words for the person."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from lms.core.errors import DomainError, InvalidInput, NotAllowed
from lms.core.i18n import N_

if TYPE_CHECKING:
    from lms.core.permissions import Actor


class NotForAnother(NotAllowed):
    """Learning is done in person: a liaison may not watch or read for a deputy."""

    template = N_("You act for a deputy now. Watching and reading can only be done by the deputy in person.")


class CourseNotOpen(DomainError):
    """The course is a draft or was withdrawn; it can be looked at, but nothing is noted."""

    template = N_("This course is not open for learning.")


class WrongKind(DomainError):
    """A reading cannot be watched, nor a video confirmed as read."""

    template = N_("This lesson is not taken in this way.")


class TakenOver(DomainError):
    """Another player of the same person has the lease now."""

    template = N_("The video is now playing on another device or page.")


class CourseWithdrawn(DomainError):
    """The course was taken out of sight while its page was open."""

    template = N_("This course has been withdrawn. What you have completed stays in your record.")
    status = HTTPStatus.GONE


class LessonChanged(DomainError):
    """The lesson was dropped, or its video replaced, while it was being played."""

    template = N_("This lesson has a new version. Please open the page again.")
    status = HTTPStatus.GONE


class BadBeat(InvalidInput):
    """What the player sent is no beat."""

    template = N_("What the player sent cannot be understood. Please open the page again.")


def in_person(actor: Actor) -> int:
    """The person who learns.

    Raises:
        NotForAnother: the actor acts for somebody else.
        NotAllowed: the account belongs to no person.
    """
    if actor.acting_for is not None:
        raise NotForAnother
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id
