"""A mandate's life: suspended and resumed (Deputies Law, art. 61), ended (art. 62), its attributes changed.

Each change is a row with two times: from which day it holds, and when it was recorded. The mandate's own row is the
present. Of the reason only the category is kept, and the number of the announcement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core import clock, events
from lms.core.database import lock_row, transaction
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.core.permissions import Permission
from lms.people import access
from lms.people.models import (
    STATUS_KINDS,
    ChangeKind,
    Composition,
    Congress,
    ElectingBody,
    Employer,
    Ground,
    Mandate,
    MandateChange,
    MandateStatus,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

# What may happen to a mandate in each state, and what it is afterwards.
MOVES: dict[MandateStatus, dict[ChangeKind, MandateStatus]] = {
    MandateStatus.IN_OFFICE: {
        ChangeKind.SUSPENDED: MandateStatus.SUSPENDED,
        ChangeKind.ENDED: MandateStatus.ENDED,
        ChangeKind.CHANGED: MandateStatus.IN_OFFICE,
    },
    MandateStatus.SUSPENDED: {
        ChangeKind.RESUMED: MandateStatus.IN_OFFICE,
        ChangeKind.ENDED: MandateStatus.ENDED,
        ChangeKind.CHANGED: MandateStatus.SUSPENDED,
    },
    MandateStatus.ENDED: {},
}

GROUNDS: dict[ChangeKind, tuple[Ground, ...]] = {
    ChangeKind.SUSPENDED: (Ground.DETAINED, Ground.SERVING_SENTENCE),
    ChangeKind.ENDED: tuple(ground for ground in Ground if ground not in (Ground.DETAINED, Ground.SERVING_SENTENCE)),
}

LONGEST_ANNOUNCEMENT = 60


@dataclass(frozen=True, slots=True)
class _Stamp:
    """From which day a change holds, who says so and when."""

    effective_on: date
    actor: Actor
    now: datetime


class NotFromHere(DomainError):
    template = N_("The mandate's present state does not allow this. Please look at its history.")


class WrongGround(InvalidInput):
    template = N_("This ground does not fit: art. 61 is for suspending, art. 62 for ending a mandate.")


class FutureDay(InvalidInput):
    template = N_("The day must not be in the future: it is recorded when it has come.")


class BeforeLastChange(InvalidInput):
    template = N_("The day must not be before %(date)s, when the mandate's state last changed.")


class CardNumberTaken(DomainError):
    template = N_("The card number %(card_number)s belongs to another deputy of this term.")


class NothingChanged(InvalidInput):
    template = N_("Nothing is different from what is recorded.")


def suspend(
    public_id: uuid.UUID, ground: Ground, *, announcement: str, effective_on: date, actor: Actor, now: datetime
) -> MandateChange:
    """Suspend a mandate (art. 61). Its seats in study sessions that have not begun are freed.

    Raises:
        NotFound: there is no such mandate, or it is not the actor's to manage.
        NotFromHere, WrongGround, FutureDay, BeforeLastChange: the rules of this module.
    """
    stamp = _Stamp(effective_on, actor, now)
    return _move(public_id, ChangeKind.SUSPENDED, stamp, ground=ground, announcement=announcement)


def resume(
    public_id: uuid.UUID, *, announcement: str, effective_on: date, actor: Actor, now: datetime
) -> MandateChange:
    """Let a suspended deputy act again (art. 61, second paragraph); raises as `suspend` does."""
    return _move(public_id, ChangeKind.RESUMED, _Stamp(effective_on, actor, now), announcement=announcement)


def end(
    public_id: uuid.UUID, ground: Ground, *, announcement: str, effective_on: date, actor: Actor, now: datetime
) -> MandateChange:
    """End a mandate for good (art. 62); raises as `suspend` does."""
    stamp = _Stamp(effective_on, actor, now)
    return _move(public_id, ChangeKind.ENDED, stamp, ground=ground, announcement=announcement)


def change(
    public_id: uuid.UUID, wanted: Mapping[str, Any], *, effective_on: date, actor: Actor, now: datetime
) -> MandateChange:
    """Change attributes of a mandate from a day on.

    Args:
        public_id: the mandate.
        wanted: the new values by attribute: `electing_body`, `card_number`, `is_newly_elected`, `composition`,
            `manual_order`, `employer` (a name), `post`, `work_region`, `party`, `education`. What is equal is passed over.
        effective_on: from which day on they hold.

    Raises:
        NotFound, NotFromHere, FutureDay, BeforeLastChange: as `suspend`.
        NothingChanged: every value is what it was.
        CardNumberTaken: another deputy of the term has the number.
    """
    try:
        with transaction() as session:
            stamp = _Stamp(effective_on, actor, now)
            mandate = _locked(session, public_id, actor)
            _check(session, mandate, ChangeKind.CHANGED, stamp)
            values = _values(session, mandate, wanted)
            if not values:
                raise NothingChanged
            for name, value in values.items():
                setattr(mandate, name, value)
            return _record(session, mandate, ChangeKind.CHANGED, stamp, values=values)
    except IntegrityError as error:
        raise CardNumberTaken(card_number=wanted.get("card_number")) from error


def _move(
    public_id: uuid.UUID, kind: ChangeKind, stamp: _Stamp, *, ground: Ground | None = None, announcement: str
) -> MandateChange:
    with transaction() as session:
        mandate = _locked(session, public_id, stamp.actor)
        if kind in GROUNDS and ground not in GROUNDS[kind]:
            raise WrongGround
        _check(session, mandate, kind, stamp)
        mandate.status = MOVES[mandate.status][kind]
        mandate.until_on = stamp.effective_on if kind is ChangeKind.ENDED else None
        number = announcement.strip()[:LONGEST_ANNOUNCEMENT] or None
        change = _record(session, mandate, kind, stamp, ground=ground, announcement=number)
        payload = {"mandate_id": mandate.id, "effective_on": stamp.effective_on.isoformat()}
        events.publish(session, f"mandate.{kind}", payload, now=stamp.now)
        return change


def _locked(session: Session, public_id: uuid.UUID, actor: Actor) -> Mandate:
    found = access.mandate(session, public_id, actor=actor, permission=Permission.MANAGE_ROSTER)
    return lock_row(session, Mandate, found.id)


def _check(session: Session, mandate: Mandate, kind: ChangeKind, stamp: _Stamp) -> None:
    if kind not in MOVES[mandate.status]:
        raise NotFromHere
    if stamp.effective_on > clock.local_date(stamp.now):
        raise FutureDay
    last = session.scalar(
        select(func.max(MandateChange.effective_on)).where(
            MandateChange.mandate_id == mandate.id, MandateChange.kind.in_(STATUS_KINDS)
        )
    )
    earliest = max(mandate.from_on, last or mandate.from_on)
    if stamp.effective_on < earliest:
        raise BeforeLastChange(date=earliest.isoformat())


def _record(session: Session, mandate: Mandate, kind: ChangeKind, stamp: _Stamp, **details: Any) -> MandateChange:
    change = MandateChange(
        congress_id=mandate.congress_id,
        mandate_id=mandate.id,
        kind=kind,
        effective_on=stamp.effective_on,
        recorded_at=stamp.now,
        recorded_by=stamp.actor.account_id,
        **details,
    )
    session.add(change)
    session.flush()
    fields = sorted(details.get("values", ()))
    subject = ("mandate", mandate.public_id)
    audit.record(session, actor=stamp.actor, action=f"mandate.{kind}", subject=subject, fields=fields, now=stamp.now)
    return change


def _values(session: Session, mandate: Mandate, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that would differ. Army deputies' posts are not kept."""
    values = {name: value for name, value in wanted.items() if name not in ("electing_body", "employer")}
    body: ElectingBody = wanted.get("electing_body") or mandate.electing_body
    values["electing_body_id"] = body.id
    if body.is_army:
        values["post"] = ""
    if "employer" in wanted:
        values["employer_id"] = _employer_id(session, mandate.congress_id, wanted["employer"])
    if "composition" in values:
        congress = session.get_one(Congress, mandate.congress_id)
        values["is_grassroots"] = Composition(values["composition"]).value in congress.grassroots_compositions
    return {name: value for name, value in values.items() if getattr(mandate, name) != value}


def _employer_id(session: Session, congress_id: int, name: str) -> int | None:
    if not name:
        return None
    found = session.scalar(select(Employer).where(Employer.congress_id == congress_id, Employer.name == name))
    if found is None:
        found = Employer(congress_id=congress_id, name=name)
        session.add(found)
        session.flush()
    return found.id
