"""Calling staff up: they have no inbox, so one letter to their unit names all of them.

Whenever something is to be said of one of a unit's people, the letter is issued anew for all that come, and takes the place
of the former one; so a unit holds one letter that says who comes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from lms.people.models import BodyKind, LetterForm
from lms.study_sessions.call_up import wording
from lms.study_sessions.call_up.lines import Line, known_addresses
from lms.study_sessions.call_up.states import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from lms.notices.letters.models import Letter
    from lms.people.models import ElectingBody
    from lms.study_sessions.call_up.models import CallUpNotice
    from lms.study_sessions.models import Enrolment, StudySession

# Taiwan's deputies are elected by a conference, so there is no standing committee that sends staff.
WITHOUT_OFFICE = "71"


def lines(
    session: Session,
    study_session: StudySession,
    told: Sequence[tuple[Enrolment, Told | None]],
    last: Mapping[int, CallUpNotice],
) -> list[Line]:
    """What is said of each, with the letter to the unit; nothing of units of which nothing is to be said.

    Args:
        told: everyone who has a place or was ever told, units in official order, with what is still to be said.
        last: what each was told last, by enrolment.
    """
    names = {each.unit_id: addressee_of(study_session, each.unit) for each, _what in told}
    addresses = known_addresses(session, study_session, names.values())
    found: list[Line] = []
    for unit_id, of_unit in groupby(told, key=lambda each: each[0].unit_id):
        people = list(of_unit)
        if all(what is None for _each, what in people):
            continue
        former = _letter_that_holds([last.get(each.id) for each, _what in people])
        address, email = addresses.get(names[unit_id], ("", ""))
        found += [
            Line(
                each,
                what or Told.CALLED,
                LetterForm.THROUGH_UNIT,
                names[unit_id],
                address,
                email,
                former,
                is_by_unit=True,
            )
            for each, what in people
            if what is not None or _is_called(last.get(each.id))
        ]
    return found


def addressee_of(study_session: StudySession, unit: ElectingBody) -> str:
    """Whom the letter is to: the office of the unit's standing committee, where the unit is a region that has one."""
    is_region = unit.kind is BodyKind.UNIT and unit.letter_form is LetterForm.STANDARD and bool(unit.region_code)
    if not is_region or (unit.region_code or "").startswith(WITHOUT_OFFICE):
        return unit.name
    return wording.office(unit.name, study_session.term.congress.level)


def _letter_that_holds(told: Sequence[CallUpNotice | None]) -> Letter | None:
    """The unit's last letter, if it called somebody."""
    letters = [each.letter for each in told if each is not None and _is_called(each) and each.letter is not None]
    return max(letters, key=lambda letter: letter.id, default=None)


def _is_called(last: CallUpNotice | None) -> bool:
    return last is not None and last.told is not Told.CANCELLED
