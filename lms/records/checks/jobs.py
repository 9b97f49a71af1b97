"""Telling the deputies of a period: each once when it opens, and once more, before it closes, who has not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs import job
from lms.notices import Link, tell
from lms.people.models import Mandate
from lms.records.checks.models import CheckPeriod, CheckReport, CheckRequest, CheckTold, Told
from lms.records.checks.operations import NOTICES_JOB, lock_gate
from lms.records.checks.states import CheckState, state_of_request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.jobs import JobContext

AT_ONCE = 200

SAID = {
    Told.OPENED: N_("Please check your performance record for %(starts)s to %(ends)s."),
    Told.REMINDED: N_("A reminder: your performance record for %(starts)s to %(ends)s is open for checking."),
}
DETAIL = N_("You can confirm it or object to an entry until %(closes)s. You will be reminded once.")
LAST_DETAIL = N_("You can confirm it or object to an entry until %(closes)s. Your liaison is glad to help.")


@job(NOTICES_JOB, title=N_("Notices of checking the record"), crontab="10 8 * * *")
def tell_of_checks(context: JobContext) -> None:
    """Tell who has not been told yet. Each mandate and thing has one row, so nobody is told twice."""
    today = local_date(context.now)
    reported = select(CheckReport.period_id)
    periods = db.session.execute(
        select(CheckPeriod.id, CheckPeriod.remind_on)
        .where(CheckPeriod.id.not_in(reported), CheckPeriod.closes_on >= today)
        .order_by(CheckPeriod.id)
    ).all()
    for period_id, remind_on in periods:
        tell_all(period_id, Told.OPENED, now=context.now)
        if today >= remind_on:
            tell_all(period_id, Told.REMINDED, now=context.now)


def tell_all(period_id: int, what: Told, *, now: datetime) -> int:
    """Tell a thing to everybody whom it still concerns, in parts; returns how many were told."""
    told = 0
    while True:
        with transaction() as session:
            lock_gate(session, period_id)
            some = _untold(session, period_id, what, now=now)
            _tell(session, session.get_one(CheckPeriod, period_id), what, some, now=now)
        if not some:
            return told
        told += len(some)


def _untold(session: Session, period_id: int, what: Told, *, now: datetime) -> Sequence[Mandate]:
    told = select(CheckTold.mandate_id).where(CheckTold.period_id == period_id, CheckTold.what == what)
    statement = (
        select(Mandate)
        .join(CheckRequest, CheckRequest.mandate_id == Mandate.id)
        .join(CheckPeriod, CheckPeriod.id == CheckRequest.period_id)
        .where(CheckRequest.period_id == period_id, Mandate.id.not_in(told))
        .order_by(Mandate.id)
        .limit(AT_ONCE)
    )
    if what is Told.REMINDED:
        # Whoever was only told now of the opening has not waited yet.
        opened_before = select(CheckTold.mandate_id).where(
            CheckTold.period_id == period_id, CheckTold.what == Told.OPENED, CheckTold.told_at < now
        )
        statement = statement.where(
            state_of_request(local_date(now)) == CheckState.PENDING.value, Mandate.id.in_(opened_before)
        )
    return session.scalars(statement).all()


def _tell(session: Session, period: CheckPeriod, what: Told, some: Sequence[Mandate], *, now: datetime) -> None:
    for mandate in some:
        tell(
            session,
            person_id=mandate.person_id,
            congress_id=period.congress_id,
            kind=f"records.check_{what}",
            template=SAID[what],
            detail=DETAIL if what is Told.OPENED else LAST_DETAIL,
            params={"starts": period.starts_on, "ends": period.ends_on, "closes": period.closes_on},
            link=Link("checks.mine", {"public_id": period.public_id}),
            now=now,
        )
        session.add(CheckTold(period_id=period.id, mandate_id=mandate.id, what=what, told_at=now))
