"""Few requests, kept for good."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from lms.web import assets

if TYPE_CHECKING:
    from flask import Flask

    from tests.support.http import HouseClient

FIRST_VIEW_BYTES = 150_000
FIRST_VIEW_REQUESTS = 8


def test_a_first_view_is_small_and_asks_for_little(client: HouseClient) -> None:
    page = client.get("/styleguide").get_data(as_text=True)
    addresses = {
        address.partition("#")[0] for address in re.findall(r'(?:src|<link[^>]+href|use href)="([^"]+)"', page)
    }
    assert len(addresses) + 1 <= FIRST_VIEW_REQUESTS
    assert sum(length(client, address) for address in addresses) + len(page.encode()) <= FIRST_VIEW_BYTES


def length(client: HouseClient, address: str) -> int:
    """How many bytes an address answers with."""
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        return len(answer.get_data())


def test_the_style_sheet_is_kept_for_good_under_the_name_of_its_content(app: Flask, client: HouseClient) -> None:
    with app.test_request_context():
        address = assets.stylesheet_url()
    answer = client.get(address)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_address_without_its_hash_is_not_kept(client: HouseClient) -> None:
    assert "immutable" not in client.get("/site.css").headers.get("Cache-Control", "")


def test_dark_and_print_are_each_inside_their_medium() -> None:
    text = assets.bundle()
    assert re.search(r"@media screen and \(prefers-color-scheme: dark\) \{\n/\* The dark scheme", text)
    assert re.search(r"@media print \{\n/\* Print", text)
    assert text.count("{") == text.count("}")


def test_the_style_sheet_is_small_on_a_slow_line() -> None:
    assert len(gzip.compress(assets.bundle().encode())) < 12_000


def test_every_icon_that_a_template_names_is_in_the_sprite(app: Flask) -> None:
    sprite = (assets.STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = [app.jinja_env.loader.get_source(app.jinja_env, name)[0] for name in app.jinja_env.list_templates()]
    named = {name for text in templates for name in re.findall(r'icon(?:_name)?[=(]"([a-z]+)"', text)}
    assert named <= known
