"""The navigation offers what can be opened, and no more than can be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.core.permissions import ROLE_PERMISSIONS, Role, access_of
from lms.web import navigation
from tests.web.conftest import actor_as

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.conftest import Visit

OFFERED = [*navigation.ENTRIES, *navigation.PERSONAL]


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.endpoint)
def test_whoever_is_offered_an_entry_may_open_its_page(app: Flask, entry: navigation.Entry) -> None:
    asked = access_of(app.view_functions[entry.endpoint])
    if entry.permission is None:
        assert asked == "signed_in"
    else:
        assert all(asked in granted for granted in ROLE_PERMISSIONS.values() if entry.permission in granted)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_way_and_at_most_seven_nouns(visit: Visit, role: Role) -> None:
    with visit("/", role):
        items = navigation.main(actor_as(role))
    assert 1 <= len(items) <= navigation.MOST
    assert len({item.label for item in items}) == len(items)


def test_nobody_who_is_not_signed_in_has_a_navigation(visit: Visit) -> None:
    with visit("/"):
        assert navigation.main(None) == []


def test_an_entry_waits_until_its_room_is_built(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ENTRIES", (navigation.Entry("no_such_room.index", "Nothing", "home"),))
    with app.test_request_context("/"):
        assert navigation.main(actor_as(Role.DEPUTY)) == []


def test_a_page_of_a_room_shows_where_one_is(visit: Visit) -> None:
    with visit("/courses", Role.DEPUTY):
        current = [item.label for item in navigation.main(actor_as(Role.DEPUTY)) if item.current]
    assert current == ["课程"]


# What the masthead leads to, and what has no page of anybody's daily work.
NOWHERE = {"notices", "preferences", "search"} | {"api", "assets", "health", "styleguide"}


def test_every_other_room_belongs_to_an_entry(app: Flask) -> None:
    rooms = {endpoint.rpartition(".")[0] for endpoint in app.view_functions} - {""}
    nowhere = {room for room in rooms if not any(entry.holds(f"{room}.any") for entry in OFFERED)}
    assert nowhere == NOWHERE


def test_a_page_of_a_neighbouring_room_shows_the_entry_it_belongs_to(visit: Visit) -> None:
    with visit("/roster-imports", Role.BUSINESS_ADMIN):
        current = [item.label for item in navigation.main(actor_as(Role.BUSINESS_ADMIN)) if item.current]
    assert current == ["代表"]


def test_the_first_four_of_a_deputy_are_what_a_deputy_comes_for(visit: Visit) -> None:
    with visit("/", Role.DEPUTY):
        labels = [item.label for item in navigation.main(actor_as(Role.DEPUTY))]
    assert labels[:4] == ["首页", "课程", "学习班", "履职档案"]
