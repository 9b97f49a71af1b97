"""The style guide shows every component in every mode; error pages say what happened and what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lms.web.styleguide import ERROR_STATUSES, MODES

if TYPE_CHECKING:
    from flask import Flask

    from lms.core.settings import Settings
    from tests.support.http import HouseClient


@pytest.mark.parametrize("mode", MODES)
def test_the_style_guide_shows_every_mode(client: HouseClient, mode: str) -> None:
    answer = client.get(f"/styleguide?mode={mode}")
    assert answer.status_code == 200
    assert ('class="elder"' in answer.get_data(as_text=True)) is mode.startswith("elder")


def test_an_unknown_mode_is_not_found(client: HouseClient) -> None:
    assert client.get("/styleguide?mode=neon").status_code == 404


def test_the_style_guide_is_for_development_only(app: Flask, settings: Settings) -> None:
    from lms.app import create_app  # Importing every room is not needed for tests of one.

    finished = create_app(replace(settings, development=False))
    assert "styleguide.index" not in finished.view_functions
    assert "styleguide.index" in app.view_functions


@pytest.mark.parametrize("status", ERROR_STATUSES)
def test_an_error_page_has_a_title_a_sentence_and_a_way_on(client: HouseClient, status: int) -> None:
    answer = client.get(f"/styleguide/errors/{status}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert re.search(r"<h1>[^<]+</h1>\s*<p class=\"lead\">[^<]+</p>", text)
    assert 'class="button" href="/"' in text


def test_the_page_says_its_language_and_lets_a_keyboard_skip_to_the_content(client: HouseClient) -> None:
    text = client.get("/styleguide/errors/404").get_data(as_text=True)
    assert '<html lang="zh-Hans"' in text
    assert '<a class="skip" href="#main">' in text
    assert re.search(r'<main class="main" id="main" tabindex="-1">', text)


def test_htmx_carries_the_token_and_shows_an_error_as_a_page(client: HouseClient) -> None:
    text = client.get("/styleguide/errors/404").get_data(as_text=True)
    assert re.search(r"""hx-headers:inherited='\{"X-CSRFToken": "[^"]+"\}'""", text)
    for class_of_errors in ("4xx", "5xx"):
        assert f'hx-status:{class_of_errors}:inherited="target:#main select:#main swap:outerHTML"' in text


def test_a_page_about_somebody_does_not_change_who_is_signed_in(app: Flask) -> None:
    with app.test_request_context("/"):
        frame = app.jinja_env.from_string('{% include "frame/person_menu.html" %}')
        shown = frame.render(reader={"name": "王秀兰"}, person={"name": "李主任"}, person_links=[])
    assert "王秀兰" in shown
    assert "李主任" not in shown
