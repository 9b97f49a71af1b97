"""Which term a report is of, and the reports somebody asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.core.jobs import JobRun
from lms.people.models import Congress, Term
from lms.people.queries import runs_on
from lms.reports.known import Question, TermFacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from lms.core.permissions import Actor

EXPORT_JOB = "reports.completion"
MOST_LISTED = 20


class NoTermThatDay(DomainError):
    """Outside every term nobody is in office."""

    template = N_("No term of this congress was running on %(day)s. Please choose a day within a term.")


class NotYetKnown(InvalidInput):
    """What will be known tomorrow can still change."""

    template = N_("“As known at” lies in the future. Please choose an instant that has passed.")


def question(
    *, congress_id: int, as_at: date, known_at: datetime, now: datetime, bodies: frozenset[int] | None = None
) -> Question:
    """The question for the term that ran on a day.

    Raises:
        NoTermThatDay: none did.
        NotYetKnown: the instant lies in the future, so that the figures could still change.
    """
    if known_at > now:
        raise NotYetKnown
    term = db.session.execute(
        select(Term.id, Term.number, Term.congress_id, Congress.name)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Term.congress_id == congress_id, runs_on(as_at))
        .order_by(Term.starts_on.desc())
        .limit(1)
    ).first()
    if term is None:
        raise NoTermThatDay(day=as_at.isoformat())
    return Question(term=TermFacts(*term), as_at=as_at, known_at=known_at, bodies=bodies)


def exports_of(actor: Actor) -> Sequence[JobRun]:
    """The reports that an actor asked for in this congress, the newest first."""
    return db.session.scalars(
        select(JobRun)
        .where(
            JobRun.job == EXPORT_JOB,
            JobRun.account_id == actor.account_id,
            JobRun.congress_id == actor.congress_id,
        )
        .order_by(JobRun.queued_at.desc(), JobRun.id.desc())
        .limit(MOST_LISTED)
    ).all()
