"""Telling every deputy of a plan in force, and how many of each unit have read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms import audit
from lms.core import jobs
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.core.i18n import N_
from lms.notices.models import Notice
from lms.notices.operations import Link, tell
from lms.people.models import ElectingBody, Mandate
from lms.people.office import in_office
from lms.planning.annual.models import AnnualPlan, PlanTelling, PlanVersion
from lms.planning.annual.refusals import NotInForce
from lms.planning.annual.states import PlanState
from lms.planning.annual.writing import locked

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

JOB = "planning.annual_plan"
BATCH = 200
TOLD = N_("The annual plan of study and training for %(year)d is in force.")
TOLD_DETAIL = N_("“%(title)s”. Please see which study sessions are planned for you.")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """How many deputies of one electing body were told of a version, and how many of them have read it."""

    body: ElectingBody
    told: int
    read: int


def ask_to_tell(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Let the worker tell the deputies; returns the public id of its run. Raises NotFound, NotInForce."""
    with transaction() as session:
        version = locked(session, public_id, actor=actor)
        if version.state is not PlanState.APPROVED:
            raise NotInForce
        run = jobs.enqueue(session, JOB, {"version_id": version.id}, actor=actor, now=now)
        subject = ("plan_version", version.public_id)
        audit.record(session, actor=actor, action="annual_plan.told", subject=subject, now=now)
        return run.public_id


def still_to_tell(session: Session, version_id: int, *, now: datetime) -> Sequence[int]:
    """The mandates in office today that were not told of a version yet; nobody when it is not in force any more."""
    version = session.get_one(PlanVersion, version_id)
    if version.state is not PlanState.APPROVED:
        return ()
    told = select(PlanTelling.mandate_id).where(PlanTelling.version_id == version_id)
    wanted = in_office(local_date(now), congress_id=version.plan.congress_id)
    return session.scalars(
        select(Mandate.id).where(Mandate.id.in_(wanted), Mandate.id.not_in(told)).order_by(Mandate.id)
    ).all()


def tell_some(version_id: int, mandate_ids: Sequence[int], *, now: datetime) -> None:
    """Tell some deputies in one transaction, each once: the lock lets one batch after the other look who was told."""
    with transaction() as session:
        version = session.get_one(PlanVersion, version_id)
        plan = lock_row(session, AnnualPlan, version.plan_id)
        told = select(PlanTelling.mandate_id).where(PlanTelling.version_id == version_id)
        wanted = select(Mandate).where(Mandate.id.in_(mandate_ids), Mandate.id.not_in(told)).order_by(Mandate.id)
        for mandate in session.scalars(wanted).all():
            notice = tell(
                session,
                person_id=mandate.person_id,
                congress_id=plan.congress_id,
                kind="planning.annual_plan",
                template=TOLD,
                detail=TOLD_DETAIL,
                params={"year": plan.year, "title": version.title},
                link=Link("plan_reading.in_force", {"year": plan.year}),
                now=now,
            )
            session.add(PlanTelling(version_id=version_id, mandate_id=mandate.id, notice_id=notice.id))


def readings(session: Session, version: PlanVersion) -> Sequence[UnitReading]:
    """Who was told and who has read it, by electing body in official order; bodies of whom nobody was told are left out."""
    rows = session.execute(
        select(ElectingBody, func.count(), func.count(Notice.read_at))
        .join(Mandate, Mandate.electing_body_id == ElectingBody.id)
        .join(PlanTelling, PlanTelling.mandate_id == Mandate.id)
        .join(Notice, Notice.id == PlanTelling.notice_id)
        .where(PlanTelling.version_id == version.id)
        .group_by(ElectingBody.id)
        .order_by(ElectingBody.official_order)
    )
    return [UnitReading(*row) for row in rows]


def total(units: Sequence[UnitReading]) -> Counter[str]:
    """All bodies together."""
    return Counter(told=sum(each.told for each in units), read=sum(each.read for each in units))
