"""Required studies for an actor: those of the actor's congress, with the units that are the actor's to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.learning.required.figures import Question
from lms.learning.required.models import RequiredStudy
from lms.learning.required.refusals import DayToCome, NotYetKnown
from lms.learning.tasks.models import StudyTask
from lms.people import queries as people
from lms.people.models import Mandate

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody

_WHOLE = (joinedload(RequiredStudy.courses), joinedload(RequiredStudy.withdrawal), joinedload(RequiredStudy.task))


def studies(session: Session, *, actor: Actor) -> Sequence[RequiredStudy]:
    """The required studies of the actor's congress that are not given to units as a task, the newest first."""
    found = session.scalars(
        select(RequiredStudy)
        .where(
            RequiredStudy.congress_id == actor.congress_id,
            RequiredStudy.id.not_in(select(StudyTask.required_study_id)),
        )
        .options(*_WHOLE)
        .order_by(RequiredStudy.id.desc())
    )
    return found.unique().all()


def study(session: Session, public_id: uuid.UUID, *, actor: Actor) -> RequiredStudy:
    """One required study with its courses and its withdrawal, if any.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    statement = (
        select(RequiredStudy)
        .where(RequiredStudy.public_id == public_id, RequiredStudy.congress_id == actor.congress_id)
        .options(*_WHOLE)
    )
    found = session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def bodies(session: Session, study: RequiredStudy, *, actor: Actor) -> Sequence[ElectingBody]:
    """The electing bodies of the study's term that the actor may see, in official order."""
    return people.bodies_of_term(session, study.term_id, only=actor.bodies(Permission.VIEW_REQUIRED_STUDY))


def question(actor: Actor, *, as_at: date, known_at: datetime, today: date, now: datetime) -> Question:
    """The actor's question, limited to the electing bodies that the actor may see.

    Raises:
        DayToCome: the day has not come.
        NotYetKnown: the instant lies in the future, so that the figures could still change.
    """
    if as_at > today:
        raise DayToCome
    if known_at > now:
        raise NotYetKnown
    return Question(as_at=as_at, known_at=known_at, bodies=actor.bodies(Permission.VIEW_REQUIRED_STUDY))


def deputy(session: Session, study: RequiredStudy, public_id: uuid.UUID) -> Mandate:
    """A mandate of the study's term.

    Raises:
        NotFound: there is none of that id.
    """
    found = session.scalar(select(Mandate).where(Mandate.public_id == public_id, Mandate.term_id == study.term_id))
    if found is None:
        raise NotFound
    return found
