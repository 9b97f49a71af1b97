"""Keeping venues and lecturers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.planning.refusals import NameTaken
from lms.planning.resources import access
from lms.planning.resources.models import Lecturer, Venue, VenueKind

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class VenueWords:
    """What is said of a venue. `capacity` is the people that it holds; `rooms` says what there is beside the hall."""

    kind: VenueKind
    name: str
    address: str = ""
    capacity: int | None = None
    rooms: str = ""


@dataclass(frozen=True, kw_only=True)
class LecturerWords:
    """What is said of a lecturer."""

    name: str
    post: str = ""
    topics: str = ""


def add_venue(words: VenueWords, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put a venue into the list; returns its public id. Raises NameTaken."""
    return _add(Venue(congress_id=actor.congress_id), words, "venue", actor=actor, now=now)


def add_lecturer(words: LecturerWords, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Put a lecturer into the pool; returns the public id. Raises NameTaken: of that name and post there is one."""
    return _add(Lecturer(congress_id=actor.congress_id), words, "lecturer", actor=actor, now=now)


def change_venue(public_id: uuid.UUID, words: VenueWords, *, actor: Actor, now: datetime) -> None:
    """Say something else of a venue. Raises NotFound, NameTaken."""
    with transaction() as session:
        _say(session, access.one(session, Venue, public_id, actor=actor), words, "venue.changed", actor=actor, now=now)


def change_lecturer(public_id: uuid.UUID, words: LecturerWords, *, actor: Actor, now: datetime) -> None:
    """Say something else of a lecturer. Raises NotFound, NameTaken."""
    with transaction() as session:
        found = access.one(session, Lecturer, public_id, actor=actor)
        _say(session, found, words, "lecturer.changed", actor=actor, now=now)


def retire(table: type[Venue | Lecturer], public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Offer a venue or a lecturer no more; bookings that stand stay. A second time changes nothing. Raises NotFound."""
    with transaction() as session:
        found = access.one(session, table, public_id, actor=actor)
        if found.retired_at is None:
            found.retired_at = now
            noun = table.__tablename__
            _record(session, found, f"{noun}.retired", [], actor=actor, now=now)


def offer_again(table: type[Venue | Lecturer], public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Offer again what was retired. A second time changes nothing. Raises NotFound."""
    with transaction() as session:
        found = access.one(session, table, public_id, actor=actor)
        if found.retired_at is not None:
            found.retired_at = None
            _record(session, found, f"{table.__tablename__}.offered", [], actor=actor, now=now)


def _add(
    thing: Venue | Lecturer, words: VenueWords | LecturerWords, noun: str, *, actor: Actor, now: datetime
) -> uuid.UUID:
    with transaction() as session:
        session.add(thing)
        _say(session, thing, words, f"{noun}.added", actor=actor, now=now)
        return thing.public_id


def _say(
    session: Session,
    thing: Venue | Lecturer,
    words: VenueWords | LecturerWords,
    action: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    said: dict[str, Any] = asdict(words)
    changed = sorted(name for name, value in said.items() if getattr(thing, name) != value)
    with session.no_autoflush:
        for name in changed:
            setattr(thing, name, said[name])
    try:
        session.flush()
    except IntegrityError as error:
        raise NameTaken(name=words.name) from error
    _record(session, thing, action, changed, actor=actor, now=now)


def _record(
    session: Session, thing: Venue | Lecturer, action: str, fields: list[str], *, actor: Actor, now: datetime
) -> None:
    subject = (thing.__tablename__, thing.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, fields=fields, now=now)
