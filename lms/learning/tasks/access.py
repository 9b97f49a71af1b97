"""Tasks for an actor: an organizer sees every unit's part, a liaison the own one; another unit's is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.learning.required.models import RequiredStudy
from lms.learning.tasks.models import StudyTask
from lms.learning.tasks.queries import units_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody


def tasks(session: Session, *, actor: Actor) -> Sequence[StudyTask]:
    """The tasks of which the actor sees a part, the newest first."""
    found = session.scalars(_tasks(actor).order_by(RequiredStudy.id.desc())).all()
    return [task for task in found if units(session, task, actor=actor)]


def task(session: Session, public_id: uuid.UUID, *, actor: Actor) -> StudyTask:
    """One task.

    Raises:
        NotFound: the actor's congress has none of that id, or none of the actor's units has a part in it.
    """
    found = session.scalars(_tasks(actor).where(RequiredStudy.public_id == public_id)).one_or_none()
    if found is None or not units(session, found, actor=actor):
        raise NotFound
    return found


def units(
    session: Session, task: StudyTask, *, actor: Actor, permission: Permission = Permission.VIEW_REQUIRED_STUDY
) -> Sequence[ElectingBody]:
    """The units of a task in which the actor has a permission, in official order."""
    return units_of(session, task, only=actor.bodies(permission))


def part(
    session: Session,
    public_id: uuid.UUID,
    body_id: uuid.UUID,
    *,
    actor: Actor,
    permission: Permission = Permission.VIEW_REQUIRED_STUDY,
) -> tuple[StudyTask, ElectingBody]:
    """A task and one of its units.

    Raises:
        NotFound: there is no such task, or the unit has no part in it that is the actor's.
    """
    found = task(session, public_id, actor=actor)
    for body in units(session, found, actor=actor, permission=permission):
        if body.public_id == body_id:
            return found, body
    raise NotFound


def _tasks(actor: Actor) -> Select[StudyTask]:
    return (
        select(StudyTask)
        .join(StudyTask.study)
        .where(RequiredStudy.congress_id == actor.congress_id)
        .options(
            joinedload(StudyTask.study).options(
                selectinload(RequiredStudy.courses), joinedload(RequiredStudy.withdrawal)
            )
        )
    )
