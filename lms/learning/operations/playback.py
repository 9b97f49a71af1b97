"""Starting to play a video: one player for each person, whatever the number of devices and pages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.models import LessonKind
from lms.core import settings
from lms.core.database import transaction
from lms.core.upsert import insert_into
from lms.learning.evidence import CompletionRule, start_lease
from lms.learning.models import PlaybackLease, WatchedMedia, Way
from lms.learning.operations.completion import complete_lesson
from lms.learning.refusals import CourseNotOpen, WrongKind, in_person
from lms.learning.watched_seconds import from_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.models import Lesson
    from lms.core.database import Base
    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Playback:
    """A lease that was given: its token, what is watched already (bits), and where the person stopped."""

    token: uuid.UUID
    took_over: bool
    watched: int
    position: int
    is_complete: bool


def start_playback(lesson: Lesson, *, player: uuid.UUID, actor: Actor, now: datetime) -> Playback:
    """Give a player the person's lease; whatever player had it can claim nothing more.

    The evidence belongs to the file, so a lesson whose video was seen elsewhere can be complete at once.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        CourseNotOpen: the course is not published.
        WrongKind: the lesson is no video.
    """
    person_id = in_person(actor)
    with transaction() as session:
        if not lesson.course.is_open:
            raise CourseNotOpen
        if lesson.kind is not LessonKind.VIDEO or lesson.media_sha256 is None:
            raise WrongKind
        took_over = _is_played_elsewhere(session, person_id, player, now)
        token = _lease(session, lesson, person_id, player, now)
        watched, position = _evidence(session, lesson, person_id, now)
        rule = CompletionRule(lesson.required_percent, lesson.free_tail_seconds)
        is_complete = rule.is_met(watched, total=lesson.total_seconds)
        if is_complete:
            complete_lesson(session, person_id=person_id, lesson_id=lesson.id, way=Way.WATCHED, now=now)
        return Playback(token, took_over, watched, position, is_complete)


def _is_played_elsewhere(session: Session, person_id: int, player: uuid.UUID, now: datetime) -> bool:
    """Whether another player has a lease that still lives. The lease is locked: a beat of that player waits, or is waited for."""
    lease = session.execute(
        select(PlaybackLease.player, PlaybackLease.ends_at)
        .where(PlaybackLease.person_id == person_id)
        .with_for_update()
    ).one_or_none()
    return lease is not None and lease.player != player and now <= lease.ends_at


def _lease(session: Session, lesson: Lesson, person_id: int, player: uuid.UUID, now: datetime) -> uuid.UUID:
    lease = start_lease(now, timedelta(seconds=settings.current().lease_seconds))
    token = uuid.uuid4()
    _upsert(
        session,
        PlaybackLease,
        {"person_id": person_id},
        token=token,
        player=player,
        lesson_id=lesson.id,
        media_sha256=lesson.media_sha256,
        started_at=now,
        counted_until=lease.counted_until,
        ends_at=lease.ends_at,
        carry=lease.carry,
    )
    return token


def _evidence(session: Session, lesson: Lesson, person_id: int, now: datetime) -> tuple[int, int]:
    """What is watched of the file and where; it is noted that it is played in this lesson now."""
    key = {"person_id": person_id, "media_sha256": lesson.media_sha256}
    _upsert(session, WatchedMedia, key, {"seconds": b"", "position": 0}, lesson_id=lesson.id, updated_at=now)
    row = session.execute(select(WatchedMedia.seconds, WatchedMedia.position).filter_by(**key)).one()
    return from_bytes(row.seconds), row.position


def _upsert(
    session: Session,
    model: type[Base],
    key: Mapping[str, object],
    at_first: Mapping[str, object] | None = None,
    **values: object,
) -> None:
    statement = insert_into(session, model).values({**key, **(at_first or {}), **values})
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
