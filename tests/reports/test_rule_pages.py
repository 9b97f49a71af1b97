"""The page on which the organizer says which kinds count as trained (已训)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.database import db
from lms.core.permissions import Role
from lms.records.kinds.trained import counting_in
from tests.factories import make_electing_body, make_mandate, make_term
from tests.reports.cast import enter, kind_of
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from lms.people.models import Congress
    from tests.support.http import HouseClient

SESSIONS, COURSES = "study_session_completion", "course_completion"


@pytest.fixture
def congress(client: HouseClient) -> Congress:
    """One deputy has completed a course, which does not count yet."""
    term = make_term()
    body = make_electing_body(term, name="河北省")
    enter(make_mandate(body), kind_of(term.congress, COURSES))
    sign_in(client, make_staff(Role.ORGANIZER, term.congress))
    return term.congress


def test_what_would_change_is_shown_before_the_rule_is(client: HouseClient, congress: Congress) -> None:
    page = client.get(f"/trained-rule/preview?counting={COURSES}").text
    assert "河北省" in page
    assert ">0<" in page  # Before,
    assert ">1<" in page  # and after.
    assert len(counting_in(db.session(), congress.id)) == 1


def test_the_rule_holds_once_it_is_confirmed_and_its_history_names_who_set_it(
    client: HouseClient, congress: Congress
) -> None:
    answer = client.post("/trained-rule", data={"counting": [SESSIONS, COURSES], "instead_of": SESSIONS})
    assert answer.status_code == 303
    db.session.rollback()
    assert len(counting_in(db.session(), congress.id, known_at=clock.now())) == 2
    assert "网上课程" in client.get("/trained-rule").text


def test_a_rule_that_somebody_else_changed_meanwhile_is_shown_again(client: HouseClient, congress: Congress) -> None:
    answer = client.post("/trained-rule", data={"counting": [COURSES], "instead_of": COURSES})
    assert answer.status_code == 409


@pytest.mark.parametrize("codes", ["nonsense", "inspection"])
def test_a_kind_that_is_none_is_refused(client: HouseClient, congress: Congress, codes: str) -> None:
    assert client.get(f"/trained-rule/preview?counting={codes}").status_code == 422
    assert client.post("/trained-rule", data={"counting": codes}).status_code == 422
