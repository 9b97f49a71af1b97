"""The table of clashes, asked for a study session with everything that is booked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import format_day
from lms.planning.calendar.diary import Wish, open_diaries
from lms.planning.calendar.rules import Clash, Found
from lms.study_sessions.bookings.refusals import DaysDoNotGo, ToConsider
from lms.study_sessions.models import Enrolment, SeatDay, StudySession
from lms.study_sessions.planned import SUBJECT

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.planning.calendar.diary import ByDay, Diary, Window
    from lms.planning.resources.booking import Move
    from lms.planning.resources.models import Venue
    from lms.study_sessions.bookings.stay import Stay

_OF_A_BOOKING = frozenset({Clash.VENUE_TWICE, Clash.LECTURER_TWICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A study session held on some days: at a listed venue, or at none, and with the other bookings at their days."""

    stay: Stay
    venue: Venue | None
    others: Sequence[Move] = ()


def must_go_together(
    session: Session,
    study_session: StudySession,
    after: Held,
    before: Held | None,
    *,
    own: frozenset[int],
    considered: Collection[str],
) -> None:
    """Ask the table. What was pointed out before in the same way was considered then, and is not asked again; what is
    refused keeps only from taking new days or another venue.

    Args:
        own: the ids of its bookings, which do not clash with itself.
        considered: the marks of the warnings that were considered.

    Raises:
        DaysDoNotGo: it refuses.
        ToConsider: it warns of something that is not among the marks `considered`.
    """
    held = [after] if before is None else [after, before]
    asked = [_wishes(each, study_session.public_id, own) for each in held]
    diaries = open_diaries(session, study_session.congress_id, [wish for wishes in asked for wish in wishes])
    found = _found(diaries[: len(asked[0])])
    stood = {each.mark for each in _found(diaries[len(asked[0]) :])}
    new = [each for each in found if each.mark not in stood]
    is_moved = before is not None and before.stay.days != after.stay.days
    if refused := [each for each in (found if is_moved else new) if each.is_refused]:
        raise DaysDoNotGo(clashes=" ".join(each.message for each in refused))
    if any(each.mark not in considered for each in new):
        raise ToConsider(new)


def free_windows(
    session: Session, congress_id: int, held: Held, study_session: StudySession | None, *, own: frozenset[int]
) -> list[Window]:
    """The next days, arrival included, on which all of it goes together and nobody on the list has a place elsewhere."""
    subject = study_session.public_id if study_session else None
    diaries = open_diaries(session, congress_id, _wishes(held, subject, own))
    whole, rest = diaries[0], diaries[1:]
    if study_session is not None:
        _enter_places_elsewhere(whole.general, session, study_session, held.stay.arrival_on, whole.last)

    def fits(first_on: date) -> bool:
        by = first_on - held.stay.arrival_on
        return not any(each.refuses(each.wish.first_on + by, each.wish.last_on + by) for each in rest)

    return whole.free_windows(fits)


def _wishes(held: Held, subject: uuid.UUID | None, own: frozenset[int]) -> list[Wish]:
    """The study session itself first, then each booking that goes with it."""
    whose = (SUBJECT, subject) if subject else None
    itself = Wish(
        first_on=held.stay.arrival_on,
        last_on=held.stay.ends_on,
        venue=held.venue,
        people=held.stay.places,
        subject=whose,
        instead_of=own,
    )
    return [
        itself,
        *(
            Wish(
                first_on=each.first_on,
                last_on=each.last_on,
                half=each.booking.half,
                venue=each.booking.venue,
                lecturer=each.booking.lecturer,
                people=each.booking.people,
                subject=whose,
                instead_of=own,
            )
            for each in held.others
        ),
    ]


def _found(diaries: Sequence[Diary]) -> list[Found]:
    """What is found: for the study session everything, for each other booking what is booked already."""
    if not diaries:
        return []
    whole, *others = ([*each.clashes(each.wish.first_on, each.wish.last_on)] for each in diaries)
    return [*whole, *(found for each in others for found in each if found.clash in _OF_A_BOOKING)]


def _enter_places_elsewhere(
    general: ByDay, session: Session, study_session: StudySession, first: date, last: date
) -> None:
    here = select(Enrolment.person_id).where(Enrolment.study_session_id == study_session.id, Enrolment.holds_seat)
    elsewhere = (
        select(SeatDay.day, StudySession.title)
        .join(Enrolment, Enrolment.id == SeatDay.enrolment_id)
        .join(StudySession, StudySession.id == Enrolment.study_session_id)
        .where(
            SeatDay.person_id.in_(here),
            SeatDay.day.between(first + timedelta(days=1), last),
            Enrolment.study_session_id != study_session.id,
        )
        .distinct()
    )
    for day, title in session.execute(elsewhere):
        general[day].append(Found(Clash.PERSON_TWICE, (("title", title), ("day", format_day(day)))))
