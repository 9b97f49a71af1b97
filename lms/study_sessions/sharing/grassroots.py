"""The places that are held for deputies from the grassroots, until the cut-off day.

Everyone else has the rest of the unit's places: nobody else is seated in a held one, and who waits and is from the
grassroots goes past who is not. Held places that a unit hands back are held no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from lms.core.errors import DomainError
from lms.core.i18n import N_
from lms.people.models import ElectingBody, Mandate
from lms.study_sessions.models import Enrolment, Quota

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from lms.study_sessions.models import StudySession


class HeldForGrassroots(DomainError):
    """Others sit in places that are held for deputies from the grassroots."""

    template = N_(
        "%(unit)s holds %(held)d of its %(places)d places for grassroots deputies, but %(others)d others are on the list. "
        "Please return a place, or wait until the cut-off day has passed."
    )


class FreePlacesHeld(DomainError):
    """What is free is held for deputies from the grassroots."""

    template = N_(
        "The free places of %(unit)s are held for deputies from the grassroots. "
        "Please recommend one of them, or name %(name)s as a reserve."
    )


_OTHERS = (
    select(func.count(Enrolment.id))
    .join(Mandate, Mandate.id == Enrolment.mandate_id)
    .where(Enrolment.quota_id == bindparam("quota"), Enrolment.holds_seat, Mandate.is_grassroots.is_(False))
)


@dataclass(frozen=True)
class Overrun:
    """A unit whose other deputies sit in places that are held."""

    unit: str
    places: int
    held: int
    others: int


def overruns(session: Session, study_session: StudySession, *, today: date) -> Sequence[Overrun]:
    """The units, in official order, whose other deputies sit in held places; none after the cut-off day."""
    if study_session.is_cut_off_on(today):
        return []
    others = (
        select(func.count(Enrolment.id))
        .join(Mandate, Mandate.id == Enrolment.mandate_id)
        .where(Enrolment.quota_id == Quota.id, Enrolment.holds_seat, Mandate.is_grassroots.is_(False))
        .correlate(Quota)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ElectingBody.name, Quota.places, Quota.grassroots_at_least, others)
        .join(ElectingBody, ElectingBody.id == Quota.electing_body_id)
        .where(
            Quota.study_session_id == study_session.id,
            Quota.grassroots_at_least > 0,
            others > Quota.places - Quota.grassroots_at_least,
        )
        .order_by(ElectingBody.official_order)
    )
    return [Overrun(*row) for row in rows]


def must_hold(session: Session, study_session: StudySession, *, today: date) -> None:
    """Refuse a list on which others sit in held places. The study session must be locked.

    Raises:
        HeldForGrassroots: of the first such unit.
    """
    for each in overruns(session, study_session, today=today):
        raise HeldForGrassroots(unit=each.unit, places=each.places, held=each.held, others=each.others)


def open_to_others(session: Session, study_session: StudySession, quota: Quota, *, today: date) -> int | None:
    """The places of a unit that deputies who are not from the grassroots may still take; None where none is held.

    The study session must be locked.
    """
    if not quota.grassroots_at_least or quota.places is None or study_session.is_cut_off_on(today):
        return None
    return max(0, quota.places - quota.grassroots_at_least - others_in(session, quota))


def others_in(session: Session, quota: Quota) -> int:
    """How many seats of the unit are held by deputies who are not from the grassroots."""
    return session.scalars(_OTHERS, {"quota": quota.id}).one()


def hand_back(session: Session, giving: Quota, places: int) -> None:
    """Hold no more of a unit's places than it keeps for those seats, once it hands so many back."""
    if giving.grassroots_at_least and giving.places is not None:
        kept = giving.places - places - others_in(session, giving)
        giving.grassroots_at_least = max(0, min(giving.grassroots_at_least, kept))
