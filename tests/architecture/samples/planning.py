"""Samples of planning: the plan in force, the one that waits for a decision, and one that is being written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.planning.annual import deciding, writing
from lms.planning.annual.models import AnnualPlan, PlanDecision, PlanLine, PlanVersion
from lms.planning.annual.states import Decision, PlanState
from lms.planning.calendar.models import CalendarDate
from lms.planning.checklists.models import Checklist, ChecklistItem, ChecklistTemplate, TemplateItem
from lms.planning.kinds import SessionKind
from lms.planning.resources.models import Booking, Venue
from lms.records.evidence import Evidence
from tests.architecture.samples.known import actor, first, in_state, mandate

IN_PRINCIPLE = "decided.pdf"


def lay() -> None:
    """The year after the next has a plan that is being written, with a decision that has a file."""
    now, organizer, office = clock.now(), actor("organizer", Role.ORGANIZER), actor("business", Role.BUSINESS_ADMIN)
    public_id = writing.begin(clock.today().year + 2, "后年计划", actor=organizer, now=now)
    line = writing.LineWords(kind=SessionKind.THEMATIC, title="第1期专题学习班", places=200, month=5)
    writing.add_line(public_id, line, actor=organizer, now=now)
    deciding.submit(public_id, actor=organizer, now=now)
    ruling = deciding.Ruling(
        decision=Decision.IN_PRINCIPLE,
        decided_on=clock.today(),
        words="请增加一期",
        file=Evidence.of(b"%PDF-1.7 decided", IN_PRINCIPLE),
    )
    deciding.decide(public_id, ruling, actor=office, now=now)


def _line(state: PlanState) -> PlanLine:
    return db.session.scalars(
        select(PlanLine)
        .join(PlanVersion, PlanVersion.id == PlanLine.version_id)
        .where(PlanVersion.state == state)
        .order_by(PlanLine.id)
        .limit(1)
    ).one()


def _written() -> Any:
    return in_state(PlanVersion, PlanState.IN_PRINCIPLE)


def _in_force() -> Any:
    return in_state(PlanVersion, PlanState.APPROVED)


SAMPLES: dict[str, Any] = {
    "bookables.sort": lambda: "venues",
    "bookables.public_id": lambda: first(Venue),
    "bookables.booking_id": lambda: first(Booking),
    "planning.public_id": lambda: first(CalendarDate),
    "annual_plans.public_id": _written,
    "annual_plans.line_id": lambda: _line(PlanState.IN_PRINCIPLE).public_id,
    "plan_decisions.submit": _written,
    "plan_decisions.ask_ruling": lambda: in_state(PlanVersion, PlanState.SUBMITTED),
    "plan_decisions.decide": lambda: in_state(PlanVersion, PlanState.SUBMITTED),
    "plan_decisions.decision_id": lambda: db.session.scalars(
        select(PlanDecision.public_id).where(PlanDecision.file_name == IN_PRINCIPLE)
    ).one(),
    "plan_decisions.public_id": _in_force,
    "plan_reading.code": lambda: "npc",
    "plan_reading.year": lambda: db.session.scalars(
        select(AnnualPlan.year).where(AnnualPlan.published_at.is_not(None))
    ).one(),
    "term_plan.mandate_id": mandate,
    "checklists.show": lambda: first(Checklist),
    "checklists.public_id": lambda: first(ChecklistTemplate),
    "checklists.entry_id": lambda: first(TemplateItem),
    "checklists.item_id": lambda: first(ChecklistItem),
    "study_sessions.line_key": lambda: _line(PlanState.APPROVED).key,
}
