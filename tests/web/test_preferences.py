"""Elder mode and language: one tap, remembered for a year, and never a way out of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.http import HouseClient

YEAR = "Max-Age=31536000"


def test_elder_mode_is_remembered_for_a_year(client: HouseClient) -> None:
    answer = client.post("/preferences/elder-mode", data={"on": "yes", "back": "/styleguide"})
    assert (answer.status_code, answer.location) == (303, "/styleguide")
    assert YEAR in answer.headers["Set-Cookie"]
    assert 'class="elder"' in client.get("/styleguide/errors/404").get_data(as_text=True)


def test_elder_mode_goes_off_again(client: HouseClient) -> None:
    client.post("/preferences/elder-mode", data={"on": "yes"})
    client.post("/preferences/elder-mode", data={})
    assert 'class="elder"' not in client.get("/styleguide/errors/404").get_data(as_text=True)


def test_the_language_of_the_page_follows_the_choice(client: HouseClient) -> None:
    assert '<html lang="zh-Hans"' in client.get("/styleguide/errors/404").get_data(as_text=True)
    client.post("/preferences/language", data={"language": "en"})
    assert '<html lang="en"' in client.get("/styleguide/errors/404").get_data(as_text=True)


def test_a_language_that_we_do_not_have_is_refused(client: HouseClient) -> None:
    assert client.post("/preferences/language", data={"language": "tlh"}).status_code == 422


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org", "", "javascript:alert(1)"])
def test_a_switch_never_leads_to_another_site(client: HouseClient, back: str) -> None:
    assert client.post("/preferences/elder-mode", data={"back": back}).location == "/"


@pytest.mark.parametrize("path", ["/preferences/elder-mode", "/preferences/language"])
def test_a_preference_is_only_changed_by_a_post_with_its_token(client: HouseClient, path: str) -> None:
    assert client.get(path).status_code == 405
    assert client.post(path, data={"on": "yes", "language": "en"}, csrf=False).status_code == 400
