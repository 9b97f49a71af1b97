"""The hot path: a beat of a player. Three statements, under the lock of the person's lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from lms.catalog.models import Course, CourseState, Lesson
from lms.core import settings
from lms.core.database import core_transaction
from lms.core.hot_statements import HotSelect, HotUpdate
from lms.learning.evidence import Claim, CompletionRule, Lease, credit
from lms.learning.models import PlaybackLease, WatchedMedia, Way
from lms.learning.operations.completion import complete_lesson
from lms.learning.refusals import CourseWithdrawn, LessonChanged, TakenOver, in_person
from lms.learning.watched_seconds import from_bytes, runs_of, to_bytes

if TYPE_CHECKING:
    import uuid
    from datetime import datetime
    from typing import Any

    from sqlalchemy.engine import Connection

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
_course = Course.__table__


class _Leased(NamedTuple):
    """A lease with the evidence and the lesson that it is about."""

    token: uuid.UUID
    counted_until: datetime
    ends_at: datetime
    carry: int
    media_sha256: str
    lesson_id: int
    seconds: bytes
    current_media: str | None
    is_current: bool
    course_state: CourseState
    duration_ms: int
    required_percent: int
    free_tail_seconds: int


# The lease is locked first, then the evidence: the order in which `start_playback` writes them.
_LOCKED = HotSelect(
    select(
        _lease.c.token,
        _lease.c.counted_until,
        _lease.c.ends_at,
        _lease.c.carry,
        _lease.c.media_sha256,
        _lease.c.lesson_id,
        _watched.c.seconds,
        _lesson.c.media_sha256.label("current_media"),
        _lesson.c.is_current,
        _course.c.state.label("course_state"),
        _lesson.c.duration_ms,
        _lesson.c.required_percent,
        _lesson.c.free_tail_seconds,
    )
    .select_from(_lease)
    .join(_watched, (_watched.c.person_id == _lease.c.person_id) & (_watched.c.media_sha256 == _lease.c.media_sha256))
    .join(_lesson, _lesson.c.id == _lease.c.lesson_id)
    .join(_course, _course.c.id == _lesson.c.course_id)
    .where(_lease.c.person_id == bindparam("person"))
    .with_for_update(of=[_lease, _watched]),
    _Leased,
)
_PROLONG = HotUpdate(
    update(PlaybackLease).where(_lease.c.person_id == bindparam("person")), "counted_until", "ends_at", "carry"
)
_WRITE = HotUpdate(
    update(WatchedMedia).where(
        _watched.c.person_id == bindparam("person"), _watched.c.media_sha256 == bindparam("media")
    ),
    *("seconds", "position", "updated_at"),
)


def accept_beat(beat: Beat, *, actor: Actor, now: datetime) -> Answer:
    """Credit what was possible of a beat's claim, prolong the lease, and complete the lesson once it is enough.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        TakenOver: the token is not, or no longer, that of the person's lease; nothing is credited.
        CourseWithdrawn: the course is no longer open; nothing is credited.
        LessonChanged: the lesson has another video since, or was dropped; nothing is credited.
    """
    person_id = in_person(actor)
    length = timedelta(seconds=settings.current().lease_seconds)
    with core_transaction() as connection:
        leased = _LOCKED.rows(connection, {"person": person_id})
        if not leased or leased[0].token != beat.token:
            raise TakenOver
        [row] = leased
        if row.course_state is not CourseState.PUBLISHED:
            raise CourseWithdrawn
        if row.current_media != row.media_sha256 or not row.is_current:
            raise LessonChanged
        total = row.duration_ms // 1000
        lease = Lease(row.counted_until, row.ends_at, row.carry)
        before = from_bytes(row.seconds)
        credited = credit(before, beat.claim, lease, total=total, now=now, length=length)
        _write(connection, person_id, row.media_sha256, credited, position=min(beat.position, total), now=now)
        rule = CompletionRule(row.required_percent, row.free_tail_seconds)
        is_complete = rule.is_met(credited.watched, total=total)
        completed_course = (
            is_complete
            and not rule.is_met(before, total=total)
            and _complete(connection, person_id, row.lesson_id, now)
        )
        return Answer(
            accepted=tuple(runs_of(credited.accepted)),
            watched_seconds=credited.watched.bit_count(),
            is_complete=is_complete,
            completed_course=completed_course,
            lease_ended=lease.has_ended(now),
        )


def _write(
    connection: Connection, person_id: int, media: str, credited: Credit, *, position: int, now: datetime
) -> None:
    lease = credited.lease
    values: dict[str, Any] = {"counted_until": lease.counted_until, "ends_at": lease.ends_at, "carry": lease.carry}
    _PROLONG.run(connection, {"person": person_id, **values})
    values = {"seconds": to_bytes(credited.watched), "position": position, "updated_at": now}
    _WRITE.run(connection, {"person": person_id, "media": media, **values})


def _complete(connection: Connection, person_id: int, lesson_id: int, now: datetime) -> bool:
    """Once for a lesson: the objects that a beat does without, in the beat's own transaction."""
    with Session(connection) as session:
        completed_course = complete_lesson(session, person_id=person_id, lesson_id=lesson_id, way=Way.WATCHED, now=now)
        session.flush()
        return completed_course
