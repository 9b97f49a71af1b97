"""The organizer's home: the year as a line, and one list of what waits in every room."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.notices.letters import delivery
from lms.notices.letters.states import LetterState
from lms.planning.calendar.models import CalendarDate, DateKind
from lms.study_sessions.operations.reserves import reserve
from lms.study_sessions.states import State
from tests.factories import NOW, make_term, saved
from tests.notices.letters_making import make_letterhead, signed, text
from tests.planning.cast import make_checklist
from tests.study_sessions.making import make_quota, make_study_session, make_unit, organizer
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.people.models import Term
    from tests.support.http import HouseClient

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def at_nine(database: str) -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def term() -> Term:
    return make_term()


def home(client: HouseClient, term: Term, role: Role = Role.ORGANIZER) -> str:
    """What the page says, without its marks."""
    congress_id = term.congress_id
    sign_in(client, make_staff(role, term.congress), congress_id=congress_id)
    page = re.sub(r"<[^>]+>", " ", client.get("/").get_data(as_text=True))
    return re.sub(r"\s+", " ", page)


def test_steps_and_checklists_stand_in_one_list_the_most_urgent_first(client: HouseClient, term: Term) -> None:
    study_session = make_study_session(term, title="第1期", recommend_until=TODAY + timedelta(days=3))
    make_checklist(study_session, days_before=60, words="印发通知")
    page = home(client, term)
    listed = page[page.index("今天需要您决定") :]
    assert listed.index("任务清单：印发通知") < listed.index("确认名单")
    assert re.search("应于2025年|应于1月|应于2026", listed)


def test_a_checklist_that_is_not_due_yet_or_whose_study_session_is_off_is_silent(
    client: HouseClient, term: Term
) -> None:
    make_checklist(make_study_session(term), days_before=0, words="布置会场")
    make_checklist(
        make_study_session(term, state=State.CALLED_OFF, called_off_reason="推迟"), days_before=60, words="印发通知"
    )
    page = home(client, term)
    assert "布置会场" not in page
    assert "印发通知" not in page


def test_a_place_that_somebody_waits_for_leads_to_the_proposal(client: HouseClient, term: Term) -> None:
    study_session = make_study_session(term)
    make_quota(study_session, None, 1)
    (deputy,) = make_unit(term, study_session, places=0, deputies=1)
    reserve(study_session.id, deputy.id, actor=organizer(term.congress_id), now=NOW)
    assert "空余名额 1 个，候补 1 人 查看依据并递补" in home(client, term)


@pytest.mark.parametrize(("days", "is_told"), [(7, True), (8, False)])
def test_units_with_free_places_are_named_in_the_week_before_the_cut_off(
    client: HouseClient, term: Term, days: int, is_told: bool
) -> None:
    study_session = make_study_session(term, cut_off_on=TODAY + timedelta(days=days))
    make_unit(term, study_session, places=2, deputies=0)
    assert ("查看这些单位" in home(client, term)) is is_told


def test_meetings_stand_on_the_line_between_the_study_sessions(client: HouseClient, term: Term) -> None:
    make_study_session(term, title="第1期")
    meeting = {"title": "十四届全国人大四次会议", "first_on": date(2026, 3, 5), "last_on": date(2026, 3, 12)}
    saved(CalendarDate(congress_id=term.congress_id, kind=DateKind.PLENARY, entered_by=1, entered_at=NOW, **meeting))
    page = home(client, term)
    assert page.index("代表大会会议 3月5日") < page.index("第1期 3月31日")


def test_letters_that_came_back_lead_to_their_addresses(client: HouseClient, term: Term) -> None:
    make_letterhead(term.congress_id)
    (letter,) = signed(term.congress_id, text())
    delivery.note_state(letter.id, LetterState.BOUNCED, actor=organizer(term.congress_id), now=NOW)
    page = home(client, term)
    assert "已退回 有 1 件函件退回" in page
    assert "更正地址" in page


def test_a_class_head_is_asked_for_the_days_alone(client: HouseClient, term: Term) -> None:
    make_study_session(term, title="第1期", starts_on=TODAY, arrival_on=TODAY, state=State.LIST_CONFIRMED)
    make_study_session(term, title="第2期")
    page = home(client, term, Role.CLASS_HEAD)
    assert "签到" in page
    assert "确认名单" not in page
    assert "轮训还差谁" not in page


def test_a_year_without_anything_says_so(client: HouseClient, term: Term) -> None:
    page = home(client, term)
    assert "今年还没有安排学习班" in page
    assert "目前没有需要您决定的事项" in page
    db.session.remove()
