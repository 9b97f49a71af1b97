"""Tasks for an actor: an organizer sees every unit's part, a liaison the own one; another unit's is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.learning.required.models import RequiredStudy
from lms.learning.tasks.models import StudyTask
from lms.learning.tasks.queries import units_of
from lms.people.models import ElectingBody
from lms.people.queries import bodies_of_term

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def tasks(session: Session, *, actor: Actor) -> Sequence[tuple[StudyTask, Sequence[ElectingBody]]]:
    """The tasks of which the actor sees a part, the newest first, each with the units of it that the actor sees."""
    found = session.scalars(_tasks(actor).order_by(RequiredStudy.id.desc())).unique().all()
    only = actor.bodies(Permission.VIEW_REQUIRED_STUDY)
    term_ids = {task.study.term_id for task in found}
    bodies = [body for term_id in sorted(term_ids) for body in bodies_of_term(session, term_id, only=only)]
    with_units = [(task, [body for body in bodies if task.is_given_to(body)]) for task in found]
    return [(task, units) for task, units in with_units if units]


def task(
    session: Session,
    public_id: uuid.UUID,
    *,
    actor: Actor,
    permission: Permission = Permission.VIEW_REQUIRED_STUDY,
) -> tuple[StudyTask, Sequence[ElectingBody]]:
    """One task, with its units in which the actor has a permission, in official order.

    Raises:
        NotFound: the actor's congress has none of that id, or none of the actor's units has a part in it.
    """
    found = session.scalars(_tasks(actor).where(RequiredStudy.public_id == public_id)).unique().one_or_none()
    units = units_of(session, found, only=actor.bodies(permission)) if found else ()
    if found is None or not units:
        raise NotFound
    return found, units


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
    rows = session.execute(
        _tasks(actor)
        .join(ElectingBody, ElectingBody.term_id == RequiredStudy.term_id)
        .add_columns(ElectingBody)
        .where(RequiredStudy.public_id == public_id, ElectingBody.public_id == body_id)
    )
    for found, body in rows.unique():
        if found.is_given_to(body) and actor.can_in(permission, body.id):
            return found, body
    raise NotFound


def _tasks(actor: Actor) -> Select[StudyTask]:
    return (
        select(StudyTask)
        .join(StudyTask.study)
        .where(RequiredStudy.congress_id == actor.congress_id)
        .options(
            contains_eager(StudyTask.study).options(
                joinedload(RequiredStudy.courses), joinedload(RequiredStudy.withdrawal)
            )
        )
    )
