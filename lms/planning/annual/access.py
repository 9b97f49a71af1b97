"""Plans for an actor: of the actor's congress; for everybody: those that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.core.errors import NotFound
from lms.people.models import Congress
from lms.planning.annual.models import AnnualPlan, PlanDecision, PlanLine, PlanVersion
from lms.planning.annual.states import PlanState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor


def versions(session: Session, *, actor: Actor) -> Sequence[PlanVersion]:
    """Every version of every plan of the actor's congress: the latest year first, in it the latest version."""
    return session.scalars(
        _versions()
        .where(AnnualPlan.congress_id == actor.congress_id)
        .order_by(AnnualPlan.year.desc(), PlanVersion.number.desc())
    ).all()


def versions_of(session: Session, plan: AnnualPlan) -> Sequence[PlanVersion]:
    """The versions of one plan, the latest first."""
    return session.scalars(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(PlanVersion.number.desc())
    ).all()


def version(session: Session, public_id: uuid.UUID, *, actor: Actor) -> PlanVersion:
    """A version with its plan, lines and decisions.

    Raises:
        NotFound: the actor's congress has none of that id.
    """
    return _found(
        session.scalar(
            _whole(_versions()).where(PlanVersion.public_id == public_id, AnnualPlan.congress_id == actor.congress_id)
        )
    )


def line(session: Session, version: PlanVersion, public_id: uuid.UUID) -> PlanLine:
    """A line of a version.

    Raises:
        NotFound: it has none of that id.
    """
    found = session.scalar(
        select(PlanLine)
        .where(PlanLine.public_id == public_id, PlanLine.version_id == version.id)
        .options(joinedload(PlanLine.venue))
    )
    if found is None:
        raise NotFound
    return found


def decision(session: Session, public_id: uuid.UUID, *, actor: Actor) -> PlanDecision:
    """A decision with a file, about a plan of the actor's congress.

    Raises:
        NotFound: there is none of that id, or it has no file.
    """
    found = session.scalar(
        select(PlanDecision)
        .join(PlanVersion, PlanVersion.id == PlanDecision.version_id)
        .join(PlanVersion.plan)
        .where(
            PlanDecision.public_id == public_id,
            PlanDecision.file_sha256.is_not(None),
            AnnualPlan.congress_id == actor.congress_id,
        )
    )
    if found is None:
        raise NotFound
    return found


def current(session: Session, congress_id: int, year: int) -> PlanVersion:
    """The version in force for a year.

    Raises:
        NotFound: there is none.
    """
    return _found(
        session.scalar(
            _whole(_versions()).where(
                AnnualPlan.congress_id == congress_id,
                AnnualPlan.year == year,
                PlanVersion.state == PlanState.APPROVED,
            )
        )
    )


def years_in_force(session: Session, congress_id: int) -> Sequence[int]:
    """The years that have a plan in force, the latest first."""
    return session.scalars(
        select(AnnualPlan.year)
        .join(PlanVersion, PlanVersion.plan_id == AnnualPlan.id)
        .where(AnnualPlan.congress_id == congress_id, PlanVersion.state == PlanState.APPROVED)
        .order_by(AnnualPlan.year.desc())
    ).all()


def published(session: Session, code: str, year: int) -> tuple[Congress, PlanVersion]:
    """The version in force of a plan that is published (Deputies Law, article 43), for everybody.

    Raises:
        NotFound: no such congress, no plan in force, or it is not published.
    """
    congress = session.scalar(select(Congress).where(Congress.code == code))
    if congress is None:
        raise NotFound
    found = current(session, congress.id, year)
    if found.plan.published_at is None:
        raise NotFound
    return congress, found


def _versions() -> Select[PlanVersion]:
    return select(PlanVersion).join(PlanVersion.plan).options(contains_eager(PlanVersion.plan))


def _whole(statement: Select[PlanVersion]) -> Select[PlanVersion]:
    return statement.options(
        selectinload(PlanVersion.lines).joinedload(PlanLine.venue), selectinload(PlanVersion.decisions)
    )


def _found(version: PlanVersion | None) -> PlanVersion:
    if version is None:
        raise NotFound
    return version
