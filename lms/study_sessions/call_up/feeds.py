"""The private address of a person's calendar: a secret that is shown once, kept as a digest, and revoked by its owner."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.database import db, transaction
from lms.core.errors import NotAllowed, NotFound
from lms.core.i18n import N_
from lms.people.models import Person
from lms.study_sessions.call_up.models import CalendarFeed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

SECRET_BYTES = 32


class CalendarIsTheirs(NotAllowed):
    """Whoever acts for a deputy (代办) does not take the deputy's calendar along."""

    template = N_("The calendar's address belongs to the deputy alone.")


def make(*, actor: Actor, now: datetime) -> str:
    """Make a new private address and end the former one; returns its secret, which nobody can see again.

    Raises:
        CalendarIsTheirs: the actor acts for somebody, or is no person.
    """
    person_id = _own(actor)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction() as session:
        _end(session, actor, person_id, now)
        session.add(
            CalendarFeed(
                congress_id=actor.congress_id, person_id=person_id, token_digest=_digest(secret), created_at=now
            )
        )
        _record(session, actor, "made", now)
    return secret


def revoke(*, actor: Actor, now: datetime) -> None:
    """End the private address; done twice, it changes nothing.

    Raises:
        CalendarIsTheirs: the actor acts for somebody, or is no person.
    """
    person_id = _own(actor)
    with transaction() as session:
        if _end(session, actor, person_id, now):
            _record(session, actor, "revoked", now)


def current(actor: Actor) -> CalendarFeed | None:
    """The actor's private address, if there is one."""
    mine = select(CalendarFeed).where(
        CalendarFeed.person_id == actor.person_id,
        CalendarFeed.congress_id == actor.congress_id,
        CalendarFeed.revoked_at.is_(None),
    )
    return db.session.scalars(mine).first()


def by_secret(secret: str) -> CalendarFeed:
    """The private address that a secret opens.

    Raises:
        NotFound: none, or it was revoked.
    """
    wanted = select(CalendarFeed).where(CalendarFeed.token_digest == _digest(secret), CalendarFeed.revoked_at.is_(None))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _own(actor: Actor) -> int:
    if actor.acting_for is not None or actor.person_id is None:
        raise CalendarIsTheirs
    return actor.person_id


def _end(session: Session, actor: Actor, person_id: int, now: datetime) -> int:
    """End what holds; the person is locked, so that two presses leave one address."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    held = session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id,
            CalendarFeed.congress_id == actor.congress_id,
            CalendarFeed.revoked_at.is_(None),
        )
    ).all()
    for each in held:
        each.revoked_at = now
    session.flush()
    return len(held)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _record(session: Session, actor: Actor, verb: str, now: datetime) -> None:
    audit.record(session, actor=actor, action=f"calendar_feed.{verb}", subject=("calendar_feed", None), now=now)
