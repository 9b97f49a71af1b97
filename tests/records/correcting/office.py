"""An office with two officers, a unit with its liaison, and a deputy with one entry in the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.core.database import db, transaction
from lms.core.permissions import Role
from lms.records.corrections.operations import Wanted
from lms.records.models import RecordEntry
from lms.records.posting import Fact, post_for_mandate
from lms.records.standing import is_standing
from tests.factories import NOW, make_electing_body
from tests.support.accounts import actor_of, make_deputy, make_staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody, Mandate

DAY = date(2026, 3, 9)
KIND = "study_session_completion"
OTHER = Wanted(kind=KIND, occurred_on=DAY, title="第2期专题学习班")
PDF = b"%PDF-1.7 evidence"


@dataclass(frozen=True)
class Office:
    """Everybody who has a part in an objection."""

    body: ElectingBody
    mandate: Mandate
    keeper: Actor
    second: Actor
    evaluation: Actor
    liaison: Actor
    deputy: Actor

    @property
    def helper(self) -> Actor:
        """The liaison, acting for the deputy."""
        return replace(self.deputy, account_id=self.liaison.account_id, acting_for=self.deputy.person_id)

    def enter(self, title: str = "第1期专题学习班", *, day: date = DAY, key: str = "", **said: Any) -> RecordEntry:
        """One more entry of the deputy."""
        fact = Fact(kind=KIND, occurred_on=day, source_key=key or f"test:{title}", payload={"title": title} | said)
        with transaction() as session:
            entry_id = post_for_mandate(session, mandate_id=self.mandate.id, fact=fact, now=NOW)
            return session.get_one(RecordEntry, entry_id)


def make_office() -> Office:
    body = make_electing_body()
    mandate, deputy = make_deputy(body)
    congress_id = body.congress_id

    def officer(role: Role) -> Actor:
        account = make_staff(role, body=body if role is Role.LIAISON else None, opened_in=congress_id)
        return actor_of(account, role, congress_id=congress_id, body=body)

    return Office(
        body=body,
        mandate=mandate,
        keeper=officer(Role.BUSINESS_ADMIN),
        second=officer(Role.BUSINESS_ADMIN),
        evaluation=officer(Role.EVALUATION_OFFICE),
        liaison=officer(Role.LIAISON),
        deputy=actor_of(deputy, Role.DEPUTY, congress_id=congress_id),
    )


def standing(mandate_id: int) -> Sequence[RecordEntry]:
    """What stands in a mandate's record."""
    db.session.rollback()
    return db.session.scalars(
        select(RecordEntry).where(RecordEntry.mandate_id == mandate_id, is_standing()).order_by(RecordEntry.id)
    ).all()
