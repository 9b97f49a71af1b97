"""Launching a package and keeping what it says: one page for each person, under the lock of their lease."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from lms.catalog.models import Course, Lesson
from lms.catalog.packages.models import Package, PackagePart
from lms.core import crypto
from lms.core.database import db, transaction
from lms.core.i18n import gettext as _
from lms.core.permissions import Permission
from lms.core.upsert import insert_into
from lms.learning.models import LessonCompletion, Way
from lms.learning.operations.completion import complete_lesson
from lms.learning.packages.launching import AGAIN, FOR_CREDIT, TO_LOOK, Learner, values_at_launch
from lms.learning.packages.models import PackageLease, PackageState
from lms.learning.packages.refusals import RunsElsewhere, UnknownPart
from lms.learning.refusals import CourseWithdrawn, LessonChanged, WrongKind, in_person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.catalog.packages.manifest import Standard
    from lms.core.permissions import Actor
    from lms.learning.packages.status import Said


@dataclass(frozen=True, slots=True)
class Launch:
    """A part that may start: what it is told, and by which token it reports. No token: nothing of it is kept."""

    package_sha256: str
    part: int
    standard: Standard
    values: Mapping[str, str]
    token: uuid.UUID | None = None
    took_over: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a report: whether the part has ever been completed, whether the lesson is by this, and the course."""

    part_is_complete: bool
    is_complete: bool
    completed_course: bool


def launch(lesson: Lesson, part: int, *, player: uuid.UUID, actor: Actor, now: datetime) -> Launch:
    """Give a page the person's lease on a part, and say what the part is told; whatever had it can report nothing more.

    Who does not learn here, as an editor before a draft or a liaison who acts for a deputy, looks at it only: the part
    is told so, and nothing is kept. The same holds of a page to be read, which is no part that reports.

    Raises:
        WrongKind: the lesson is no package.
        UnknownPart: the package has no such part to open.
    """
    package, found = _part(lesson.media_sha256 if lesson.is_package else None, part)
    learns = actor.can(Permission.LEARN) and actor.acting_for is None and lesson.course.is_open
    if actor.person_id is None or not learns or not found.reports:
        return to_look(package.sha256, part)
    return _lease(lesson, package, found, person_id=actor.person_id, player=player, now=now)


def to_look(package_sha256: str, part: int) -> Launch:
    """A part that runs for nobody: it is told so, and nothing of it is kept.

    Raises:
        WrongKind: there is no such package.
        UnknownPart: it has no such part to open.
    """
    package, found = _part(package_sha256, part)
    values = values_at_launch(package.standard, found, None, Learner("-", _("A reader")), TO_LOOK)
    return Launch(package.sha256, part, package.standard, values)


def keep(token: uuid.UUID, part: int, parse: Callable[[Standard], Said], *, actor: Actor, now: datetime) -> Kept:
    """Keep what a part says of itself, and complete the lesson once each part that must be has been completed or passed.

    Its claim of how long it ran is believed up to the time that has passed since the launch.

    Raises:
        NotForAnother: a liaison acts for the deputy.
        RunsElsewhere: the token is not, or no longer, that of the person's lease, or is one for another part; nothing is
            kept.
        CourseWithdrawn: the course is no longer open; nothing is kept.
        LessonChanged: the lesson has another package since, or was dropped; nothing is kept.
        InvalidInput: `parse` finds that it is no report.
    """
    person_id = in_person(actor)
    with transaction() as session:
        lease = session.scalar(select(PackageLease).where(PackageLease.person_id == person_id).with_for_update())
        if lease is None or lease.token != token or lease.part != part:
            raise RunsElsewhere
        _must_be_current(session, lease)
        said = parse(session.get_one(Package, lease.package_sha256).standard)
        part_is_complete = _write(session, lease, said, now=now)
        is_complete = said.is_complete and _has_all(session, lease)
        completed_course = is_complete and complete_lesson(
            session, person_id=person_id, lesson_id=lease.lesson_id, way=Way.PACKAGE, now=now
        )
        if said.has_finished:
            session.execute(delete(PackageLease).where(PackageLease.person_id == person_id))
        return Kept(part_is_complete, is_complete, completed_course)


def _lease(
    lesson: Lesson, package: Package, part: PackagePart, *, person_id: int, player: uuid.UUID, now: datetime
) -> Launch:
    token = uuid.uuid4()
    with transaction() as session:
        before = session.execute(
            select(PackageLease.player).where(PackageLease.person_id == person_id).with_for_update()
        ).one_or_none()
        state = session.get(PackageState, (person_id, package.sha256, part.position))
        goes_on = state is not None and (state.is_suspended or package.standard == "scorm_12")
        values = {
            "token": token,
            "player": player,
            "lesson_id": lesson.id,
            "package_sha256": package.sha256,
            "part": part.position,
            "started_at": now,
            "total_ms_before": state.total_ms if state is not None and goes_on else 0,
        }
        statement = insert_into(session, PackageLease).values(person_id=person_id, **values)
        session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))
        done = exists().where(LessonCompletion.person_id == person_id, LessonCompletion.lesson_id == lesson.id)
        terms = AGAIN if session.scalar(select(done)) else FOR_CREDIT
        learner = Learner(_alias(person_id, package.sha256), _("A reader"))
        return Launch(
            package.sha256,
            part.position,
            package.standard,
            values_at_launch(package.standard, part, state, learner, terms),
            token,
            took_over=before is not None and before.player != player,
        )


def _part(sha256: str | None, position: int) -> tuple[Package, PackagePart]:
    package = db.session.get(Package, sha256) if sha256 else None
    if package is None:
        raise WrongKind
    part = db.session.get(PackagePart, (package.sha256, position))
    if part is None or not part.can_be_opened:
        raise UnknownPart
    return package, part


def _alias(person_id: int, package_sha256: str) -> str:
    """The same for a person in a package, telling nobody who it is, and another one in another package."""
    return hashlib.sha256(crypto.blind_index(f"package:{package_sha256}:{person_id}")).hexdigest()[:16]


def _must_be_current(session: Session, lease: PackageLease) -> None:
    lesson, course = session.execute(
        select(Lesson, Course).join(Course, Course.id == Lesson.course_id).where(Lesson.id == lease.lesson_id)
    ).one()
    if not course.is_open:
        raise CourseWithdrawn
    if not lesson.is_current or lesson.media_sha256 != lease.package_sha256:
        raise LessonChanged


def _has_all(session: Session, lease: PackageLease) -> bool:
    """Whether every part that must be complete for the lesson has been."""
    completed = select(PackageState.part).where(
        PackageState.person_id == lease.person_id,
        PackageState.package_sha256 == lease.package_sha256,
        PackageState.completed_at.is_not(None),
    )
    missing = exists().where(
        PackagePart.package_sha256 == lease.package_sha256,
        PackagePart.is_required,
        PackagePart.position.not_in(completed),
    )
    return not session.scalar(select(missing))


def _write(session: Session, lease: PackageLease, said: Said, *, now: datetime) -> bool:
    """Write what a part said over what it said before; whether it has ever been completed. The lease is locked."""
    key = {"person_id": lease.person_id, "package_sha256": lease.package_sha256, "part": lease.part}
    before = session.get(PackageState, tuple(key.values()))
    elapsed_ms = max(0, round((now - lease.started_at).total_seconds() * 1000))
    completed_at = (before.completed_at if before else None) or (now if said.is_complete else None)
    values = {
        "completion": said.completion,
        "success": said.success,
        "location": said.location,
        "suspend_data": said.suspend_data,
        "score_raw": said.score_raw,
        "score_scaled": said.score_scaled,
        "is_suspended": said.wants_to_go_on or not said.has_finished,
        "total_ms": lease.total_ms_before + min(said.session_ms, elapsed_ms),
        "updated_at": now,
        "completed_at": completed_at,
    }
    statement = insert_into(session, PackageState).values({**key, **values})
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
    return completed_at is not None
