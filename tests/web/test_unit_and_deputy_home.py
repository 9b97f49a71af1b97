"""The liaison's home says what waits for the unit; a deputy's, what the next study session asks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.people.models import Term
from lms.study_sessions.interests.models import Interest
from lms.study_sessions.models import Enrolment
from lms.study_sessions.states import PlaceState, Priority, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term, saved
from tests.study_sessions.making import MARCH_31, make_quota, make_study_session
from tests.support.accounts import make_deputy, make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.people.accounts.models import Account
    from lms.people.models import ElectingBody, Mandate
    from lms.study_sessions.models import Quota, StudySession
    from tests.support.http import HouseClient


@pytest.fixture(autouse=True)
def at_nine(database: str) -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def body() -> ElectingBody:
    """Kept apart from the session, which a request ends."""
    made = make_electing_body(make_term())
    db.session.refresh(made)
    db.session.expunge(made)
    return made


def term_of(body: ElectingBody) -> Term:
    return db.session.get_one(Term, body.term_id)


def home(client: HouseClient, account: Account, congress_id: int) -> str:
    sign_in(client, account, congress_id=congress_id)
    page = re.sub(r"<[^>]+>", " ", client.get("/").get_data(as_text=True))
    return re.sub(r"\s+", " ", page)


def place(study_session: StudySession, quota: Quota, mandate: Mandate, state: PlaceState) -> Enrolment:
    return saved(
        Enrolment(
            study_session_id=study_session.id,
            quota_id=quota.id,
            person_id=mandate.person_id,
            unit_id=mandate.electing_body_id,
            mandate_id=mandate.id,
            state=state,
            priority=Priority.NEW,
            applied_at=NOW,
            recommended_by=1,
        )
    )


def of_liaison(client: HouseClient, body: ElectingBody) -> str:
    return home(client, make_staff(Role.LIAISON, body=body), body.congress_id)


def test_reserves_wishes_and_places_of_the_unit_stand_together(client: HouseClient, body: ElectingBody) -> None:
    study_session = make_study_session(term_of(body))
    quota = make_quota(study_session, body, 3)
    place(study_session, quota, make_mandate(body), PlaceState.RECOMMENDED)
    place(study_session, quota, make_mandate(body), PlaceState.WAITING)
    saved(Interest(study_session_id=study_session.id, mandate_id=make_mandate(body).id, told_at=NOW))
    other = make_electing_body(term_of(body))
    place(study_session, make_quota(study_session, other, 3), make_mandate(other), PlaceState.WAITING)
    assert " · 候补 1 人 · 有意向 1 人 推荐" in of_liaison(client, body)


def test_who_has_not_answered_is_counted_until_everyone_has(client: HouseClient, body: ElectingBody) -> None:
    study_session = make_study_session(term_of(body), state=State.LIST_CONFIRMED)
    quota = make_quota(study_session, body, 3)
    place(study_session, quota, make_mandate(body), PlaceState.ACCEPTED)
    assert "本单位待办事项" not in of_liaison(client, body)
    # Also who came by the common pool is the unit's deputy.
    place(study_session, make_quota(study_session, None, 1), make_mandate(body), PlaceState.CONFIRMED)
    assert "尚未回复 1 人 查看回复" in of_liaison(client, body)


@pytest.mark.parametrize(("state", "words"), [(PlaceState.CONFIRMED, "请回复"), (PlaceState.ACCEPTED, "已确认")])
def test_a_deputy_sees_the_next_study_session_and_answers_from_there(
    client: HouseClient, body: ElectingBody, state: PlaceState, words: str
) -> None:
    mandate, account = make_deputy(body)
    study_session = make_study_session(term_of(body), state=State.LIST_CONFIRMED)
    place(study_session, make_quota(study_session, body, 1), mandate, state)
    page = home(client, account, body.congress_id)
    assert f"{words} 第1期专题学习班 2026年3月31日至4月2日 · 3月30日报到 · 北京" in page
    assert ("确认参加 我不能参加" in page) is (state is PlaceState.CONFIRMED)


def test_nobody_is_asked_for_an_answer_once_it_has_begun(client: HouseClient, body: ElectingBody) -> None:
    mandate, account = make_deputy(body)
    study_session = make_study_session(term_of(body), state=State.LIST_CONFIRMED)
    place(study_session, make_quota(study_session, body, 1), mandate, PlaceState.CONFIRMED)
    with clock.frozen_at(NOW + (MARCH_31 - date(2026, 3, 16)) + timedelta(hours=1)):
        assert "我不能参加" not in home(client, account, body.congress_id)
