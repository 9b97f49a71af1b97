"""The demonstration year: laid by the platform's own operations, on both engines, once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

import lms.handlers  # noqa: F401  # A year that is laid puts work in the queue, so jobs must be known.
from lms.core.database import db
from lms.demo.year import NotEmpty, Size, lay
from lms.people.accounts.models import Account
from lms.people.models import Congress, ElectingBody, Mandate
from lms.records.models import EntryKind, RecordEntry
from lms.study_sessions.call_up.models import CallUpNotice
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.states import PlaceState, State

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 11, 21)


def small() -> None:
    lay(today=TODAY, size=Size(most_per_unit=2), say=lambda _part: lambda _done, _total: None)


def test_a_small_year_has_all_that_the_pages_show() -> None:
    small()
    count = dict(
        db.session.execute(
            select(EntryKind.code, func.count(RecordEntry.id)).join(RecordEntry).group_by(EntryKind.code)
        ).all()
    )
    states = db.session.scalars(select(StudySession.state).order_by(StudySession.starts_on)).all()
    npc = db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one()
    assert db.session.scalar(select(func.count(ElectingBody.id)).where(ElectingBody.congress_id == npc)) == 35
    assert db.session.scalar(select(func.count(Mandate.id)).where(Mandate.congress_id == npc)) == 70
    assert states == [
        State.COMPLETED,
        State.COMPLETED,
        State.LIST_CONFIRMED,
        State.RECOMMENDING,
        State.QUOTAS_OUT,
        State.DRAFT,
    ]
    assert count["study_session_completion"] > 0
    assert count["course_completion"] > 0


def test_one_deputy_sits_in_both_congresses() -> None:
    small()
    twice = select(Mandate.person_id).group_by(Mandate.person_id).having(func.count() == 2)
    assert len(db.session.scalars(twice).all()) == 1


def test_nothing_is_laid_over_what_is_there() -> None:
    small()
    with pytest.raises(NotEmpty):
        small()


def test_the_first_deputy_is_called_up_and_has_not_answered_yet() -> None:
    small()
    account = db.session.scalars(select(Account).where(Account.username == "deputy")).one()
    place = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.study_session)
        .where(Enrolment.person_id == account.person_id, StudySession.state == State.LIST_CONFIRMED)
    ).one()
    notices = db.session.scalars(select(CallUpNotice).where(CallUpNotice.enrolment_id == place.id)).all()
    assert place.state is PlaceState.CONFIRMED
    assert len(notices) == 1
