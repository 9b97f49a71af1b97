"""Reading how places were shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.database import db
from lms.people.accounts.models import Account
from lms.people.models import Person
from lms.study_sessions.models import Quota
from lms.study_sessions.sharing.approvals import approval_of
from lms.study_sessions.sharing.basis import taking_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lms.study_sessions.models import StudySession
    from lms.study_sessions.sharing.models import SessionApproval


def places_by_body(study_session: StudySession) -> Mapping[int, int | None]:
    """The places that the electing bodies have now, moves by hand included."""
    quotas = select(Quota.electing_body_id, Quota.places).where(
        Quota.study_session_id == study_session.id, Quota.electing_body_id.is_not(None)
    )
    return {body_id: places for body_id, places in db.session.execute(quotas) if body_id is not None}


def name_of_account(account_id: int) -> str:
    """Who acted, by name; empty where the account has no person."""
    name = select(Person.name).join(Account, Account.person_id == Person.id).where(Account.id == account_id)
    return db.session.scalar(name) or ""


def approval(study_session: StudySession) -> SessionApproval | None:
    """The approval that holds."""
    return approval_of(db.session(), study_session)


def number_of_units(study_session: StudySession) -> int:
    """How many electing bodies take part."""
    return len(taking_part(db.session(), study_session))
