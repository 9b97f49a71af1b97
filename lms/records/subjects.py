"""What of the records waits on the desk, in the order in which the desk shows it. Each asks in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from lms.core.clock import local_date
from lms.core.database import db
from lms.core.i18n import N_
from lms.core.permissions import Permission
from lms.people.models import Mandate
from lms.records.access import readable_entries
from lms.records.checks.models import CheckPeriod, CheckReport, CheckRequest
from lms.records.checks.states import CheckState, state_of_request
from lms.records.corrections.access import may_decide
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.desk import Waiting, subject
from lms.records.erasures.models import ErasureProposal, ErasureState
from lms.records.objections.access import may_see
from lms.records.objections.models import Objection, ObjectionState

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Select

    from lms.core.permissions import Actor


@subject(
    "records.objections",
    label=N_("Objections"),
    endpoint="objections.index",
    permission=Permission.VIEW_RECORDS_DESK,
)
def objections(actor: Actor, _today: date) -> Waiting:
    """Objections without an answer."""
    counted = select(func.count(), func.min(Objection.filed_at))
    return _waiting(counted.where(Objection.state == ObjectionState.OPEN, may_see(actor)))


@subject(
    "records.corrections",
    label=N_("Corrections"),
    endpoint="corrections.index",
    permission=Permission.DECIDE_RECORDS,
)
def corrections(actor: Actor, _today: date) -> Waiting:
    """Proposed corrections without a decision."""
    counted = select(func.count(), func.min(Correction.proposed_at))
    return _waiting(counted.where(Correction.state == CorrectionState.PROPOSED, may_decide(actor)))


@subject("records.erasures", label=N_("Erasures"), endpoint="erasures.index", permission=Permission.DECIDE_RECORDS)
def erasures(actor: Actor, _today: date) -> Waiting:
    """Proposed erasures without a decision."""
    allowed = ErasureProposal.entry_id.in_(readable_entries(actor, Permission.DECIDE_RECORDS))
    counted = select(func.count(), func.min(ErasureProposal.proposed_at))
    return _waiting(counted.where(ErasureProposal.state == ErasureState.PROPOSED, allowed))


@subject(
    "records.checks",
    label=N_("Checking of records"),
    endpoint="checks.index",
    permission=Permission.VIEW_RECORDS_DESK,
)
def checks(actor: Actor, today: date) -> Waiting:
    """For an office periods without their report; for a liaison the own unit's deputies who were reminded in vain."""
    bodies = actor.bodies(Permission.VIEW_RECORDS_DESK)
    statement = (
        select(func.count(CheckPeriod.id.distinct() if bodies is None else CheckRequest.mandate_id))
        .select_from(CheckPeriod)
        .outerjoin(CheckReport, CheckReport.period_id == CheckPeriod.id)
        .where(CheckPeriod.congress_id == actor.congress_id, CheckReport.period_id.is_(None))
        .add_columns(func.min(CheckPeriod.closes_on))
    )
    if bodies is not None:
        statement = (
            statement.join(CheckRequest, CheckRequest.period_id == CheckPeriod.id)
            .join(Mandate, Mandate.id == CheckRequest.mandate_id)
            .where(
                Mandate.electing_body_id.in_(bodies),
                CheckPeriod.remind_on <= today,
                state_of_request(today).in_((CheckState.PENDING.value, CheckState.SILENT.value)),
            )
        )
    count, closes_on = db.session.execute(statement).one()
    return Waiting(count, due_on=closes_on)


def _waiting(statement: Select[int, datetime]) -> Waiting:
    count, oldest = db.session.execute(statement).one()
    return Waiting(count, local_date(oldest) if count else None)
