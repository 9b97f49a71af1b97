"""The demonstration's record at work: a period open for checking, an objection to answer, a correction to decide."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import start_of
from lms.core.database import db
from lms.core.permissions import Actor, Grant, Role
from lms.core.working_days import CalendarNotPublished
from lms.demo.study import demonstrators
from lms.demo.words import DATA, words
from lms.people.accounts.models import Account
from lms.people.models import Mandate
from lms.records.checks import operations as checks
from lms.records.corrections import operations as corrections
from lms.records.evidence import Evidence
from lms.records.models import RecordEntry
from lms.records.objections import operations as objections
from lms.records.standing import is_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.people.models import Congress

WORKING_DAYS = 15


def lay_records(npc: Congress, *, first: date, last: date) -> None:
    """Open a period over the days since the platform was opened; then one deputy objects and an officer proposes."""
    now, said = start_of(last + timedelta(days=1)), words("records")
    proof = Evidence.of((DATA / "evidence.png").read_bytes(), "evidence.png")
    officer, deputy = _actor("business", Role.BUSINESS_ADMIN, npc), _actor("deputy", Role.DEPUTY, npc)
    # Where next year's holidays are not published yet, the demonstration has no open period.
    with suppress(CalendarNotPublished):
        checks.open_period(first, last, working_days=WORKING_DAYS, actor=officer, now=now)
    mine, others = _standing(deputy.person_id, npc), _standing(demonstrators()["deputy2"], npc)
    if mine:
        objections.file_about_entry(mine[0].public_id, said["objection"], proof, actor=deputy, now=now)
    if others:
        entry = others[0]
        wanted = corrections.Wanted(kind=entry.kind.code, occurred_on=entry.occurred_on, title=said["title"])
        corrections.propose(entry.public_id, wanted, said["reason"], proof, actor=officer, now=now)


def _actor(username: str, role: Role, congress: Congress) -> Actor:
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    return Actor.of(account.id, account.person_id, congress.id, (Grant(role),))


def _standing(person_id: int | None, congress: Congress) -> Sequence[RecordEntry]:
    statement = (
        select(RecordEntry)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(Mandate.person_id == person_id, RecordEntry.congress_id == congress.id, is_standing())
        .order_by(RecordEntry.id)
    )
    return db.session.scalars(statement).all()
