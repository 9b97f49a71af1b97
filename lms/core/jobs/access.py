"""Runs as an actor may see them: one's own, or those of the congress for whoever keeps the machine going."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from lms.core.database import db
from lms.core.errors import NotAllowed, NotFound
from lms.core.jobs import registry
from lms.core.jobs.models import JobRun
from lms.core.permissions import Permission

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Select

    from lms.core.permissions import Actor


def runs(actor: Actor) -> Select[JobRun]:
    """The runs of the actor's congress and of the platform itself."""
    return select(JobRun).where(or_(JobRun.congress_id == actor.congress_id, JobRun.congress_id.is_(None)))


def run(actor: Actor, public_id: uuid.UUID) -> JobRun:
    """One run: the actor's own, or any of the congress with `VIEW_JOBS`.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.session.scalars(runs(actor).where(JobRun.public_id == public_id)).one_or_none()
    if found is None or not (is_own(actor, found) or actor.can(Permission.VIEW_JOBS)):
        raise NotFound
    return found


def run_with_result(actor: Actor, public_id: uuid.UUID) -> JobRun:
    """One's own run that made a file. Whoever keeps the machine going does not read what it made for others.

    Raises:
        NotFound: it is not the actor's own, or there is no file (any more).
        NotAllowed: the actor has lost the permission that the work needed.
    """
    found = run(actor, public_id)
    if not is_own(actor, found) or found.result_sha256 is None:
        raise NotFound
    needed = registry.permission_of(found.job)
    if needed is not None and not actor.can(needed):
        raise NotAllowed
    return found


def is_own(actor: Actor, found: JobRun) -> bool:
    """Whether this account asked for it."""
    return found.account_id == actor.account_id and found.congress_id == actor.congress_id
