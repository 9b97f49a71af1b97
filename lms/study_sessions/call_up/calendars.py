"""A person's study sessions as iCalendar (RFC 5545): what the person was told, and nobody else's name.

An event keeps its UID through all changes; each signed call-up raises its SEQUENCE (3.8.7.4), and a call-up that was
cancelled leaves it there with STATUS:CANCELLED (3.8.1.11), so that calendars take it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.i18n import format_day
from lms.core.i18n import gettext as _
from lms.study_sessions.bookings.queries import address_of
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.seats.levels import concerns_congress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//lms//study sessions//ZH"


@dataclass(frozen=True)
class Dated:
    """A study session as one person was told of it last. `sequence` counts what was told before.

    `address` is where its venue is; empty where planning lists none of that name.
    """

    told: CallUpNotice
    sequence: int
    signed_at: datetime
    address: str


def of_person(
    session: Session, person_id: int, *, congress_id: int, study_session_id: int | None = None
) -> Sequence[Dated]:
    """What a person was told last of each study session that a congress is concerned with, or of one, in order of date."""
    mine = (
        select(CallUpNotice)
        .join(CallUpNotice.enrolment)
        .join(CallUpNotice.call_up)
        .join(CallUp.study_session)
        .options(
            contains_eager(CallUpNotice.call_up).contains_eager(CallUp.study_session),
            contains_eager(CallUpNotice.call_up).joinedload(CallUp.draft),
        )
        .where(Enrolment.person_id == person_id, concerns_congress(congress_id))
        .order_by(CallUpNotice.id)
    )
    if study_session_id is not None:
        mine = mine.where(StudySession.id == study_session_id)
    told: dict[int, list[CallUpNotice]] = {}
    for each in session.scalars(mine):
        told.setdefault(each.call_up.study_session_id, []).append(each)
    dated = [_dated(session, all_) for all_ in told.values()]
    return sorted(dated, key=lambda each: each.told.call_up.arrival_on)


def _dated(session: Session, told: Sequence[CallUpNotice]) -> Dated:
    call_up = told[-1].call_up
    signed_at = call_up.draft.signed_at or call_up.draft.drafted_at
    return Dated(told[-1], len(told) - 1, signed_at, address_of(session, call_up.study_session, call_up.venue))


def calendar(dated: Sequence[Dated]) -> bytes:
    """The calendar, a whole-day event from arrival to the last day for each study session."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("My study sessions"))
    for each in dated:
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(dated: Dated) -> Event:
    call_up = dated.told.call_up
    event = Event()
    event.add("uid", f"{call_up.study_session.public_id}@study-sessions")
    event.add("sequence", dated.sequence)
    event.add("dtstamp", dated.signed_at)
    event.add("summary", call_up.study_session.title)
    event.add("dtstart", call_up.arrival_on)
    # The end of a whole-day event is the day after the last (3.6.1).
    event.add("dtend", call_up.ends_on + timedelta(days=1))
    event.add("status", "CANCELLED" if dated.told.told is Told.CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    if call_up.venue:
        event.add("location", _where(call_up.venue, dated.address))
    event.add("description", _description(call_up))
    return event


def _where(venue: str, address: str) -> str:
    return _("%(venue)s (%(address)s)", venue=venue, address=address) if address else venue


def _description(call_up: CallUp) -> str:
    said = [_("Arrival on %(day)s", day=format_day(call_up.arrival_on))]
    if call_up.bring:
        said.append(_("What to bring: %(bring)s", bring=call_up.bring))
    return "\n".join(said)
