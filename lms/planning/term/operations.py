"""Saving the term plan: a new version each time, and never over one that the person has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.people import access as people
from lms.planning.refusals import ChangedByOthers
from lms.planning.term.models import TermPlan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Term
    from lms.planning.term.goals import Goal


def versions(session: Session, term: Term) -> Sequence[TermPlan]:
    """The versions of a term's plan, the one that counts first."""
    return session.scalars(select(TermPlan).where(TermPlan.term_id == term.id).order_by(TermPlan.number.desc())).all()


def save(text: str, goals: Sequence[Goal], *, seen: int, actor: Actor, now: datetime) -> None:
    """Write a new version of the present term's plan.

    Args:
        seen: the number of the version that the person had before the eyes; 0 for none.

    Raises:
        NotFound: the congress has no term yet.
        ChangedByOthers: there is a newer version; nothing is changed.
    """
    with transaction() as session:
        term = people.term(session, actor)
        known = versions(session, term)
        if (known[0].number if known else 0) != seen:
            raise ChangedByOthers
        plan = TermPlan(
            congress_id=term.congress_id,
            term_id=term.id,
            number=seen + 1,
            text=text,
            goals=[each.as_data() for each in goals],
            account_id=actor.account_id,
            recorded_at=now,
        )
        session.add(plan)
        try:
            session.flush()
        except IntegrityError as error:  # Of two at once the second comes here.
            raise ChangedByOthers from error
        subject = ("term_plan", plan.public_id)
        audit.record(session, actor=actor, action="term_plan.saved", subject=subject, now=now)
