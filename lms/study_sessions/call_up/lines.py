"""What a call-up would tell: line by line, and in which letters."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.notices.letters.models import Letter
from lms.study_sessions.call_up.states import Told

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.people.models import LetterForm
    from lms.study_sessions.call_up.models import CallUp
    from lms.study_sessions.models import Enrolment, StudySession


@dataclass(frozen=True)
class Facts:
    """What everyone is to know of a study session."""

    arrival_on: date
    starts_on: date
    ends_on: date
    venue: str
    reason: str = ""

    def says_the_same(self, other: CallUp) -> bool:
        """Whether a call-up told the same days and venue."""
        mine = (self.arrival_on, self.starts_on, self.ends_on, self.venue)
        return mine == (other.arrival_on, other.starts_on, other.ends_on, other.venue)


@dataclass(frozen=True)
class Line:
    """What one person is told, and the letter that goes with it. Without a `form` there is no letter."""

    enrolment: Enrolment
    told: Told
    form: LetterForm | None
    addressee: str = ""
    address: str = ""
    email: str = ""
    former: Letter | None = None
    # One letter to the unit names all of its people.
    is_by_unit: bool = False

    @property
    def is_without_address(self) -> bool:
        """Whether its letter cannot be sent before somebody says where to."""
        return self.form is not None and not self.address and not self.email


@dataclass(frozen=True)
class Plan:
    """All that one call-up would do, in official order."""

    facts: Facts
    lines: Sequence[Line]
    # Who has a place elsewhere on the new days, and would give up the one here.
    clashing: Sequence[Enrolment]

    @property
    def letters(self) -> list[list[Line]]:
        """The letters that go out, each with those whom it names: one, or of staff all of one unit."""
        found: dict[tuple[str, int], list[Line]] = {}
        for line in self.lines:
            of = line.enrolment
            if line.form is not None:
                found.setdefault(("unit", of.unit_id) if line.is_by_unit else ("person", of.id), []).append(line)
        return list(found.values())

    @property
    def without_letter(self) -> list[Line]:
        """Those who are called up and have no employer that could be told."""
        return [line for line in self.lines if line.form is None and line.told is not Told.CANCELLED]

    @property
    def without_address(self) -> list[Line]:
        """The first of each letter that nobody knows where to send."""
        return [letter[0] for letter in self.letters if letter[0].is_without_address]

    def count(self, told: Told) -> int:
        """How many are told this."""
        return sum(line.told is told for line in self.lines)

    def count_form(self, form: LetterForm) -> int:
        """How many letters of this form go out."""
        return sum(letter[0].form is form for letter in self.letters)

    @property
    def fingerprint(self) -> str:
        """What was looked at, in few characters: it changes with whom, what, and where to."""
        said = [repr(self.facts)]
        said += [
            repr((each.enrolment.id, each.told, each.form, each.addressee, each.address, each.email))
            for each in self.lines
        ]
        said += [f"clash {each.id}" for each in self.clashing]
        return sha256("\n".join(said).encode()).hexdigest()[:32]


def known_addresses(
    session: Session, study_session: StudySession, addressees: Collection[str]
) -> Mapping[str, tuple[str, str]]:
    """Where the last letter to each addressee went, for those of whom nothing else says it."""
    known = session.execute(
        select(Letter.addressee, Letter.address, Letter.email)
        .where(
            Letter.congress_id == study_session.congress_id,
            Letter.addressee.in_(sorted(set(addressees) - {""})),
            (Letter.address != "") | (Letter.email != ""),
        )
        .order_by(Letter.id)
    )
    return {addressee: (address, email) for addressee, address, email in known}
