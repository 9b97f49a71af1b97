"""The one table of clashes: what is refused, and what is only pointed out. docs/planning.md shows the same table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from lms.core.i18n import N_
from lms.core.i18n import gettext as _

if TYPE_CHECKING:
    import uuid


class Clash(StrEnum):
    """Why two things do not go together."""

    LECTURER_TWICE = "lecturer_twice"
    VENUE_TWICE = "venue_twice"
    VENUE_TOO_SMALL = "venue_too_small"
    PLENARY = "plenary"
    COMMITTEE = "committee"
    HOLIDAY = "holiday"
    SAME_DAYS = "same_days"
    UNKNOWN_YEAR = "unknown_year"
    PERSON_TWICE = "person_twice"


class Weight(StrEnum):
    """What becomes of it."""

    REFUSED = "refused"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: its name, what becomes of a clash, and what is said of one."""

    name: str
    weight: Weight
    words: str


RULES: dict[Clash, Rule] = {
    Clash.LECTURER_TWICE: Rule(
        N_("A lecturer in two places"),
        Weight.REFUSED,
        N_("The lecturer is booked for “%(title)s” on %(day)s."),
    ),
    Clash.VENUE_TWICE: Rule(
        N_("A venue for two things"),
        Weight.REFUSED,
        N_("The venue is booked for “%(title)s” on %(day)s."),
    ),
    Clash.VENUE_TOO_SMALL: Rule(
        N_("A venue that is too small"),
        Weight.WARNED,
        N_("The venue holds %(capacity)d people; there would be %(people)d."),
    ),
    Clash.PLENARY: Rule(
        N_("A day of the plenary session"),
        Weight.REFUSED,
        N_("“%(title)s” takes place on %(day)s."),
    ),
    Clash.COMMITTEE: Rule(
        N_("A day of a standing committee meeting"),
        Weight.WARNED,
        N_("“%(title)s” takes place on %(day)s."),
    ),
    Clash.HOLIDAY: Rule(
        N_("A public holiday"),
        Weight.REFUSED,
        N_("%(day)s is a public holiday (%(title)s)."),
    ),
    Clash.SAME_DAYS: Rule(
        N_("Another study session on the same days"),
        Weight.WARNED,
        N_("“%(title)s” takes place on %(day)s."),
    ),
    Clash.UNKNOWN_YEAR: Rule(
        N_("A year whose holidays are not known"),
        Weight.WARNED,
        N_(
            "The holidays of %(year)s are not announced yet; the days from Monday to Friday are taken for working days."
        ),
    ),
    # Held where seats are held, by a primary key (docs/concurrency.md); no date is looked up for it here.
    Clash.PERSON_TWICE: Rule(
        N_("A person with a place in two study sessions on one day"),
        Weight.REFUSED,
        N_("“%(title)s” takes place on %(day)s."),
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One clash, with what its words name, and the kind and id of a thing of another room if it is one."""

    clash: Clash
    params: tuple[tuple[str, object], ...]
    subject: tuple[str, uuid.UUID] | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the table refuses it."""
        return RULES[self.clash].weight is Weight.REFUSED

    @property
    def mark(self) -> str:
        """A short mark of this very clash, by which somebody says that it was considered and no other."""
        return sha256(repr((self.clash.value, self.params)).encode()).hexdigest()[:16]

    @property
    def message(self) -> str:
        """What is said of it, in the reader's language."""
        return _(RULES[self.clash].words, **dict(self.params))
