"""Mishaps are told in the house's look and the reader's language; no 500 is ever normal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.http import HouseClient


def test_an_unknown_address_is_404_in_the_house_s_look(client: HouseClient) -> None:
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "没有这个页面" in response.text
    assert 'class="mast"' in response.text


def test_a_wrong_method_is_405_and_says_which_are_right(client: HouseClient) -> None:
    response = client.delete("/sign-in")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_missing_token_is_400(client: HouseClient) -> None:
    response = client.post("/sign-in", data={"name": "a", "password": "b"}, csrf=False)
    assert response.status_code == 400
    assert 'class="mast"' in response.text


def test_errors_are_english_for_who_reads_english(client: HouseClient) -> None:
    client.set_cookie("language", "en")
    assert "There is no such page" in client.get("/no-such-page").text


def test_a_program_gets_a_problem_as_json(client: HouseClient) -> None:
    response = client.get("/no-such-page", headers={"Accept": "application/json"})
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == 404
    assert "网址有误" in response.json["detail"]


@pytest.mark.parametrize("address", ["/sign-in?next=%00", "/courses?topic=%00", "/?page=%00"])
def test_nul_in_an_address_is_refused_and_not_passed_on(client: HouseClient, address: str) -> None:
    assert client.get(address).status_code == 422


def test_a_fault_of_ours_is_told_without_details(client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(client.application.view_functions, "accounts.sign_in", fail)
    monkeypatch.setattr(client.application, "testing", False)
    fail.lms_access = "anonymous"
    response = client.get("/sign-in")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert 'class="mast"' in response.text


def test_a_body_that_is_too_large_is_413(client: HouseClient) -> None:
    response = client.post("/sign-in", data={"name": "x" * 30_000_000})
    assert response.status_code == 413


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(client: HouseClient) -> None:
    response = client.get("/courses?topic=1")
    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=/courses")
