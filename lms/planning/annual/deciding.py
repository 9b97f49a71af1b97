"""Submitting a version, and recording what was decided about it. With an approval the former plan gives way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms import audit
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.planning.annual import access
from lms.planning.annual.models import PlanDecision, PlanVersion
from lms.planning.annual.refusals import (
    DecidedInTheFuture,
    NothingPlanned,
    NotInForce,
    NotToBeDecided,
)
from lms.planning.annual.states import BEFORE_DECISION, MOVES, Decision, PlanState
from lms.planning.annual.writing import locked, writable
from lms.records import evidence

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.evidence import Evidence

LEADS_TO = {
    Decision.RETURNED: PlanState.DRAFT,
    Decision.IN_PRINCIPLE: PlanState.IN_PRINCIPLE,
    Decision.APPROVED: PlanState.APPROVED,
}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What was decided: on which day, under which number (文号), with which words and which file."""

    decision: Decision
    decided_on: date
    number: str = ""
    words: str = ""
    file: Evidence | None = None


def submit(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Hand a version over for approval; nobody writes in it meanwhile.

    Raises:
        NotFound, NotWritable.
        NothingPlanned: it has no study session.
    """
    with transaction() as session:
        version = writable(session, public_id, actor=actor)
        if not version.lines:
            raise NothingPlanned
        version.state = PlanState.SUBMITTED
        ruling = Ruling(decision=Decision.SUBMITTED, decided_on=local_date(now))
        _note(session, version, ruling, actor=actor, now=now)


def decide(public_id: uuid.UUID, ruling: Ruling, *, actor: Actor, now: datetime) -> None:
    """Record what was decided about a version: returned, approved in principle, or approved and in force.

    Raises:
        NotFound.
        NotToBeDecided: it does not wait for that decision.
        DecidedInTheFuture: the day has not come.
    """
    if ruling.decided_on > local_date(now):
        raise DecidedInTheFuture
    with transaction() as session:
        version = locked(session, public_id, actor=actor)
        to = LEADS_TO[ruling.decision]
        if version.state not in BEFORE_DECISION or to not in MOVES[version.state]:
            raise NotToBeDecided
        if to is PlanState.APPROVED:
            _replace(session, version)
            version.approval_number, version.approved_on = ruling.number, ruling.decided_on
        version.state = to
        _note(session, version, ruling, actor=actor, now=now)


def publish(public_id: uuid.UUID, *, is_public: bool, actor: Actor, now: datetime) -> None:
    """Let everybody read the plan in force without an account (Deputies Law, article 43), or end that.

    Raises:
        NotFound.
        NotInForce: it is to be published, and the version is not in force.
    """
    with transaction() as session:
        version = locked(session, public_id, actor=actor)
        if is_public and version.state is not PlanState.APPROVED:
            raise NotInForce
        if (version.plan.published_at is not None) is is_public:
            return
        version.plan.published_at = now if is_public else None
        verb = "published" if is_public else "unpublished"
        subject = ("plan_version", version.public_id)
        audit.record(session, actor=actor, action=f"annual_plan.{verb}", subject=subject, now=now)


def _replace(session: Session, version: PlanVersion) -> None:
    """Take the plan that was in force out of it, before the new one comes: there is one at every moment."""
    for each in access.versions_of(session, version.plan):
        if each.state is PlanState.APPROVED:
            each.state = PlanState.SUPERSEDED
    session.flush()


def _note(session: Session, version: PlanVersion, ruling: Ruling, *, actor: Actor, now: datetime) -> None:
    kept = evidence.keep(session, ruling.file, now=now)
    session.add(
        PlanDecision(
            version_id=version.id,
            decision=ruling.decision,
            decided_on=ruling.decided_on,
            number=ruling.number,
            words=ruling.words,
            file_sha256=kept["evidence_sha256"],
            file_name=kept["evidence_name"],
            account_id=actor.account_id,
            recorded_at=now,
        )
    )
    subject = ("plan_version", version.public_id)
    audit.record(session, actor=actor, action=f"annual_plan.{ruling.decision}", subject=subject, now=now)
