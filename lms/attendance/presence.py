"""Who was present when, and whether that is enough.

The rule: a participant completes who is signed in on every day of study, or whom the organizer excuses with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.attendance.models import PresenceException, SignIn
from lms.study_sessions.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.study_sessions.models import StudySession


@dataclass(frozen=True)
class Presence:
    """One participant's days, and the reason why some may be missing."""

    days: frozenset[date]
    excuse: str | None = None

    def missing(self, study_days: Sequence[date]) -> list[date]:
        """The days of study without a sign-in."""
        return [day for day in study_days if day not in self.days]

    def is_enough(self, study_days: Sequence[date]) -> bool:
        """Whether the participant completes."""
        return self.excuse is not None or not self.missing(study_days)


ABSENT = Presence(frozenset())


def presence_of(session: Session, study_session: StudySession) -> Mapping[int, Presence]:
    """Presence by enrolment, for those with any: the last word on each day, and on each excuse, counts."""
    present: dict[int, dict[date, bool]] = {}
    for enrolment_id, day, is_present in session.execute(
        select(SignIn.enrolment_id, SignIn.day, SignIn.is_present)
        .join(Enrolment, Enrolment.id == SignIn.enrolment_id)
        .where(Enrolment.study_session_id == study_session.id)
        .order_by(SignIn.id)
    ):
        present.setdefault(enrolment_id, {})[day] = is_present
    excuses = _excuses(session, study_session)
    return {
        enrolment_id: Presence(
            frozenset(day for day, is_present in present.get(enrolment_id, {}).items() if is_present),
            excuses.get(enrolment_id),
        )
        for enrolment_id in present.keys() | excuses.keys()
    }


def _excuses(session: Session, study_session: StudySession) -> Mapping[int, str | None]:
    rows = session.execute(
        select(PresenceException.enrolment_id, PresenceException.is_excused, PresenceException.reason)
        .join(Enrolment, Enrolment.id == PresenceException.enrolment_id)
        .where(Enrolment.study_session_id == study_session.id)
        .order_by(PresenceException.id)
    )
    return {enrolment_id: reason if is_excused else None for enrolment_id, is_excused, reason in rows}
