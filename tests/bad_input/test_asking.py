"""The rules of this folder themselves: an answer that breaks one of them is told, for each was seen to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import make_response
from sqlalchemy import text

from lms.core.database import transaction
from lms.core.pages import invalid
from lms.people.accounts.views import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response

    from tests.bad_input.asking import Asking


@pytest.fixture
def site(asking: Asking) -> Iterator[Asking]:
    """What is planted may change it."""
    yield asking
    asking.begin()


def mishap(*_arguments: object, **_given: object) -> Response:
    raise RuntimeError


def changes_something(template: str, **given: Any) -> Any:
    with transaction() as session:
        session.execute(text("UPDATE person SET name = name"))
    return invalid(template, **given)


def forgets_what_was_typed(template: str, **given: Any) -> Any:
    given["form"].name.data = ""
    return invalid(template, **given)


def speaks(old: str, new: str) -> Any:
    def answer(template: str, **given: Any) -> Response:
        response = make_response(invalid(template, **given))
        page = response.get_data(as_text=True)
        assert old in page
        response.set_data(page.replace(old, new))
        return response

    return answer


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (mishap, "a fault of ours"),
        (changes_something, r"422, and yet it changed \['person'\]"),
        (forgets_what_was_typed, "name shows ''"),
        (speaks("</main>", "This field is required</main>"), "This field is required"),
        (speaks('<html lang="zh', '<html lang="en'), "not in Chinese"),
        (speaks("<h1", "<h2"), "POST /sign-in"),
        (lambda *_, **__: make_response("{}", 422, {"Content-Type": "text/plain"}), "422 text/plain"),
        (lambda *_, **__: make_response("<h1>", 500), "500"),
    ],
    ids=["mishap", "change", "loss", "foreign words", "foreign page", "no heading", "no page", "500"],
)
def test_a_planted_fault_is_told(planted: Any, told: str, site: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "invalid", planted)
    with pytest.raises(AssertionError, match=told):
        site.send("anonymous", "/sign-in", {"name": "王伟", "password": ""})


def test_nothing_is_told_of_an_answer_that_keeps_the_rules(site: Asking) -> None:
    assert site.send("anonymous", "/sign-in", {"name": "王伟", "password": ""}).status_code == 422
