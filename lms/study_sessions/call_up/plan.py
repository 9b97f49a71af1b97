"""Who has to be told what, computed: the difference between what holds and what each was told last.

So the same act calls up those on a confirmed list, those who came later, tells all of a change, and cancels for those who
left; done twice, the second finds nothing left to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.people.models import LetterForm, Mandate
from lms.study_sessions.call_up import by_unit
from lms.study_sessions.call_up.lines import Facts, Line, Plan, known_addresses
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.call_up.states import Change, Told
from lms.study_sessions.listing import enrolments, official_order
from lms.study_sessions.models import Enrolment, SeatDay, StudySession
from lms.study_sessions.states import CALLED, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session


def make(session: Session, study_session: StudySession, call_up: CallUp | None = None) -> Plan:
    """What would be told if the call-up were signed now; without one, what waits to be told as things stand.

    Exact under the study session's lock; without it, what the organizer looks at.
    """
    facts, last = facts_of(study_session, call_up), latest(session, study_session)
    change = call_up.change if call_up else Change.NONE
    is_off = change is Change.CALLED_OFF or study_session.state is State.CALLED_OFF
    people = _people(session, study_session, last)
    called = [] if is_off else [each for each in people if each.state in CALLED]
    busy = _busy(session, called, facts) if change is Change.POSTPONED else frozenset()
    staying = {each.id for each in called if each.person_id not in busy}
    told = [(each, _told(each.id in staying, last.get(each.id), facts)) for each in people]
    if study_session.is_for_staff:
        lines = by_unit.lines(session, study_session, told, last)
    else:
        addresses = known_addresses(session, study_session, {addressee_of(each.mandate)[1] for each in people})
        lines = [_line(each, what, last.get(each.id), addresses) for each, what in told if what is not None]
    return Plan(facts, lines, [each for each in called if each.person_id in busy])


def facts_of(study_session: StudySession, call_up: CallUp | None) -> Facts:
    """What will hold once the call-up is signed: what it changes from the call-up, all else from the study session."""
    change = call_up.change if call_up else Change.NONE
    days = call_up if call_up and change is Change.POSTPONED else study_session
    venue = call_up if call_up and change in (Change.POSTPONED, Change.MOVED) else study_session
    reason = (call_up.reason if call_up else "") or study_session.called_off_reason or ""
    return Facts(days.arrival_on, days.starts_on, days.ends_on, venue.venue, reason)


def latest(session: Session, study_session: StudySession) -> Mapping[int, CallUpNotice]:
    """What each was told last, by enrolment."""
    told = session.scalars(
        select(CallUpNotice)
        .join(CallUpNotice.call_up)
        .options(contains_eager(CallUpNotice.call_up), joinedload(CallUpNotice.letter), joinedload(CallUpNotice.notice))
        .where(CallUp.study_session_id == study_session.id)
        .order_by(CallUpNotice.id)
    )
    return {each.enrolment_id: each for each in told}


def _people(session: Session, study_session: StudySession, told: Collection[int]) -> Sequence[Enrolment]:
    """Everyone with a confirmed place and everyone who was ever told, units in official order."""
    return session.scalars(
        enrolments()
        .options(
            contains_eager(Enrolment.mandate).joinedload(Mandate.electing_body),
            contains_eager(Enrolment.mandate).joinedload(Mandate.employer),
        )
        .where(
            Enrolment.study_session_id == study_session.id,
            Enrolment.state.in_(sorted(CALLED)) | Enrolment.id.in_(sorted(told)),
        )
        .order_by(*official_order())
        .execution_options(populate_existing=True)
    ).all()


def _told(stays: bool, last: CallUpNotice | None, facts: Facts) -> Told | None:
    """What is still to be said to one person; None where nothing is."""
    is_called = last is not None and last.told is not Told.CANCELLED
    if not stays:
        return Told.CANCELLED if is_called else None
    if last is None or not is_called:
        return Told.CALLED
    return None if facts.says_the_same(last.call_up) else Told.CHANGED


def _line(
    enrolment: Enrolment, told: Told, last: CallUpNotice | None, addresses: Mapping[str, tuple[str, str]]
) -> Line:
    former = last.letter if last and last.told is not Told.CANCELLED else None
    if told is Told.CANCELLED:
        # Whoever was told is told again, wherever the deputy works by now.
        if former is None:
            return Line(enrolment, told, None)
        return Line(enrolment, told, former.form, former.addressee, former.address, former.email, former)
    form, addressee = addressee_of(enrolment.mandate)
    if form is None:
        return Line(enrolment, told, None, former=former)
    address, email = _whereto(enrolment.mandate, form)
    if not address and not email:
        address, email = addresses.get(addressee, ("", ""))
    return Line(enrolment, told, form, addressee, address, email, former)


def addressee_of(mandate: Mandate | None) -> tuple[LetterForm | None, str]:
    """In which form a deputy's employer is told, and whom the letter is to; no form where there is nobody to tell.

    By the electing body's rule: standard, courtesy (Hong Kong, Macao), or through the unit (army), which needs no
    employer. The self-employed have none.
    """
    if mandate is None:
        return None, ""
    form = mandate.electing_body.letter_form
    if form is LetterForm.THROUGH_UNIT:
        return form, mandate.electing_body.name
    return (form, mandate.employer.name) if mandate.employer else (None, "")


def _whereto(mandate: Mandate | None, form: LetterForm) -> tuple[str, str]:
    if form is LetterForm.THROUGH_UNIT or mandate is None or mandate.employer is None:
        return "", ""
    return mandate.employer.address, mandate.employer.email


def _busy(session: Session, called: Sequence[Enrolment], facts: Facts) -> frozenset[int]:
    """Who of them has a seat elsewhere on one of the days."""
    return frozenset(
        session.scalars(
            select(SeatDay.person_id).where(
                SeatDay.person_id.in_([each.person_id for each in called]),
                SeatDay.day.between(facts.arrival_on, facts.ends_on),
                SeatDay.enrolment_id.not_in([each.id for each in called]),
            )
        )
    )
