"""The hot path: a beat of a player. Three Core statements, under the lock of the person's lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from lms.catalog.models import Lesson
from lms.core import settings
from lms.core.database import transaction
from lms.learning.evidence import Claim, CompletionRule, Lease, credit
from lms.learning.models import PlaybackLease, WatchedMedia, Way
from lms.learning.operations.completion import complete_lesson
from lms.learning.refusals import LessonChanged, TakenOver, in_person
from lms.learning.watched_seconds import from_bytes, runs_of, to_bytes

if TYPE_CHECKING:
    import uuid
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.learning.evidence import Credit
    from lms.learning.watched_seconds import Run


@dataclass(frozen=True, slots=True)
class Beat:
    """What a player sends: its lease's token, what it played since the last answer, and where it stands (a second)."""

    token: uuid.UUID
    claim: Claim
    position: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the player learns: which of the claimed seconds are in, how many are in at all, and what follows from it.

    A player whose lease has ended keeps what was not accepted to itself and starts anew. `is_complete` is told with every
    beat, `completed_course` only by the one that did it.
    """

    accepted: tuple[Run, ...]
    watched_seconds: int
    is_complete: bool
    completed_course: bool
    lease_ended: bool


_lease, _watched, _lesson = PlaybackLease.__table__, WatchedMedia.__table__, Lesson.__table__

# The lease is locked first, then the evidence: the order in which `start_playback` writes them.
_LOCKED = (
    select(
        _lease.c.token,
        _lease.c.counted_until,
        _lease.c.ends_at,
        _lease.c.carry,
        _lease.c.media_sha256,
        _lease.c.lesson_id,
        _watched.c.seconds,
        _lesson.c.media_sha256.label("current_media"),
        _lesson.c.duration_ms,
        _lesson.c.required_percent,
        _lesson.c.free_tail_seconds,
    )
    .select_from(_lease)
    .join(_watched, (_watched.c.person_id == _lease.c.person_id) & (_watched.c.media_sha256 == _lease.c.media_sha256))
    .join(_lesson, _lesson.c.id == _lease.c.lesson_id)
    .where(_lease.c.person_id == bindparam("person"))
    .with_for_update(of=[_lease, _watched])
)
_PROLONG = update(PlaybackLease).where(_lease.c.person_id == bindparam("person"))
_WRITE = update(WatchedMedia).where(
    _watched.c.person_id == bindparam("person"), _watched.c.media_sha256 == bindparam("media")
)


def accept_beat(beat: Beat, *, actor: Actor, now: datetime) -> Answer:
    """Credit what was possible of a beat's claim, prolong the lease, and complete the lesson once it is enough.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        TakenOver: the token is not, or no longer, that of the person's lease; nothing is credited.
        LessonChanged: the lesson has another video since; nothing is credited.
    """
    person_id = in_person(actor)
    length = timedelta(seconds=settings.current().lease_seconds)
    with transaction() as session:
        row = session.connection().execute(_LOCKED, {"person": person_id}).one_or_none()
        if row is None or row.token != beat.token:
            raise TakenOver
        if row.current_media != row.media_sha256:
            raise LessonChanged
        total = row.duration_ms // 1000
        lease = Lease(row.counted_until, row.ends_at, row.carry)
        before = from_bytes(row.seconds)
        credited = credit(before, beat.claim, lease, total=total, now=now, length=length)
        _write(session, person_id, row.media_sha256, credited, position=min(beat.position, total), now=now)
        rule = CompletionRule(row.required_percent, row.free_tail_seconds)
        is_complete = rule.is_met(credited.watched, total=total)
        completed_course = (
            is_complete
            and not rule.is_met(before, total=total)
            and complete_lesson(session, person_id=person_id, lesson_id=row.lesson_id, way=Way.WATCHED, now=now)
        )
        return Answer(
            accepted=tuple(runs_of(credited.accepted)),
            watched_seconds=credited.watched.bit_count(),
            is_complete=is_complete,
            completed_course=completed_course,
            lease_ended=lease.has_ended(now),
        )


def _write(session: Session, person_id: int, media: str, credited: Credit, *, position: int, now: datetime) -> None:
    connection = session.connection()
    lease = credited.lease
    values: dict[str, Any] = {"counted_until": lease.counted_until, "ends_at": lease.ends_at, "carry": lease.carry}
    connection.execute(_PROLONG, {"person": person_id, **values})
    values = {"seconds": to_bytes(credited.watched), "position": position, "updated_at": now}
    connection.execute(_WRITE, {"person": person_id, "media": media, **values})
