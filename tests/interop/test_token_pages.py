"""The pages on which tokens are asked for, granted and taken out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from lms.core.permissions import Role
from lms.interop.tokens import bearers
from tests.factories import NOW, make_congress
from tests.support.accounts import make_staff, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.support.http import HouseClient


@pytest.fixture
def people(app: Flask, database: str) -> Iterator[tuple[HouseClient, HouseClient]]:
    """The business administrator's browser, and the security administrator's."""
    with clock.frozen_at(NOW):
        congress = make_congress()
        congress_id = congress.id
        browsers = []
        for role in (Role.BUSINESS_ADMIN, Role.SECURITY_ADMIN):
            account = make_staff(role, congress)
            browsers.append(app.test_client())
            sign_in(browsers[-1], account, congress_id=congress_id)
        yield browsers[0], browsers[1]


def wish(**given: str) -> dict[str, str]:
    until = (clock.local_date(NOW) + timedelta(days=100)).isoformat()
    return {
        "name": "会议系统",
        "system": "meetings",
        "scopes": "entries:write",
        "body": "",
        "expires_on": until,
    } | given


def test_a_token_goes_its_whole_way_and_its_secret_is_seen_once(people: tuple[HouseClient, HouseClient]) -> None:
    business, security = people
    page = business.post("/api-tokens", data=wish()).location
    assert "待授予" in business.get(page).text
    assert security.post(f"{page}/grant").status_code == 303
    shown = business.post(f"{page}/secret")
    (secret,) = re.findall(r"lms_[\w-]{43}", shown.text)
    assert bearers.recognize(secret, now=NOW) is not None
    assert secret not in business.get(page).text
    assert business.post(f"{page}/secret").status_code == 409
    assert business.post(f"{page}/revocation").status_code == 303
    assert "令牌已撤销" in security.get("/api-tokens").text


def test_the_buttons_are_those_of_the_next_step_and_of_whoever_takes_it(
    people: tuple[HouseClient, HouseClient],
) -> None:
    business, security = people
    page = business.post("/api-tokens", data=wish()).location
    assert "/grant" not in business.get(page).text
    assert "/grant" in security.get(page).text
    security.post(f"{page}/grant")
    assert "/secret" in business.get(page).text
    assert "/secret" not in security.get(page).text
    assert business.post(f"{page}/grant").status_code == 403
    assert security.post(f"{page}/secret").status_code == 403


@pytest.mark.parametrize(
    "given", [{"system": "Meetings"}, {"system": "meetings\n"}, {"scopes": "all"}, {"expires_on": "2026-03-16"}]
)
def test_a_wish_that_makes_no_sense_comes_back_with_the_reason(
    people: tuple[HouseClient, HouseClient], given: dict[str, str]
) -> None:
    answer = people[0].post("/api-tokens", data=wish(**given))
    assert answer.status_code in (303, 422)
    assert (answer.status_code == 303) == (given.get("system") == "meetings\n")  # Space at the end is no fault.
