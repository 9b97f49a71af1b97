"""The lines of the plan in force, for the rooms that hold study sessions, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.errors import DomainError, NotFound
from lms.core.i18n import N_
from lms.planning.annual.models import AnnualPlan, HeldLine, PlanLine, PlanVersion
from lms.planning.annual.states import PlanState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


class AlreadyHeld(DomainError):
    """A line of the plan becomes one study session."""

    template = N_("A study session has been made from this line of the plan already.")


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a line: the kind and id of a thing of another room."""

    kind: str
    public_id: uuid.UUID


def lines_to_hold(session: Session, congress_id: int, year: int) -> Sequence[PlanLine]:
    """The lines of the year's plan in force from which nothing was made yet, in the plan's order."""
    held = select(HeldLine.line_key)
    return session.scalars(
        _in_force(congress_id)
        .where(AnnualPlan.year == year, PlanLine.key.not_in(held))
        .order_by(PlanLine.month.is_(None), PlanLine.month, PlanLine.starts_on, PlanLine.id)
    ).all()


def line_to_hold(session: Session, key: uuid.UUID, *, congress_id: int) -> PlanLine:
    """A line of a plan in force, with its version, plan and venue.

    Raises:
        NotFound: no plan in force of the congress has it.
        AlreadyHeld: something was made from it.
    """
    found = session.scalar(_in_force(congress_id).where(PlanLine.key == key))
    if found is None:
        raise NotFound
    if session.get(HeldLine, key) is not None:
        raise AlreadyHeld
    return found


def hold(session: Session, key: uuid.UUID, subject: tuple[str, uuid.UUID], *, actor: Actor, now: datetime) -> None:
    """Note in the caller's transaction what was made from a line.

    Raises:
        AlreadyHeld: somebody else was faster.
    """
    kind, public_id = subject
    session.add(
        HeldLine(
            line_key=key,
            congress_id=actor.congress_id,
            subject_kind=kind,
            subject_id=public_id,
            account_id=actor.account_id,
            recorded_at=now,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyHeld from error


def held(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Held]:
    """What came of each line, for those of which something did."""
    rows = session.scalars(select(HeldLine).where(HeldLine.line_key.in_(keys)))
    return {row.line_key: Held(row.subject_kind, row.subject_id) for row in rows}


def _in_force(congress_id: int) -> Select[PlanLine]:
    return (
        select(PlanLine)
        .join(PlanLine.version)
        .join(PlanVersion.plan)
        .options(contains_eager(PlanLine.version).contains_eager(PlanVersion.plan), joinedload(PlanLine.venue))
        .where(AnnualPlan.congress_id == congress_id, PlanVersion.state == PlanState.APPROVED)
    )
