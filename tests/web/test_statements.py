"""A page asks the database little, and no more often when it has more to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.core import clock
from lms.core.database import db
from lms.web import desks
from tests.factories import NOW
from tests.support.statements import statements_of
from tests.web.growing import MOST, GrowingCongress, counts_as_it_grows, signed_in

if TYPE_CHECKING:
    import pytest
    from flask import Flask


def test_a_page_takes_few_statements_and_no_more_for_ten_times_as_much(app: Flask, database: str) -> None:
    few, many = counts_as_it_grows(app)
    assert few == many
    assert {page: count for page, count in few.items() if count > MOST} == {}


def test_one_more_statement_a_row_would_be_noticed(app: Flask, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = desks.deputy_desk
    with clock.frozen_at(NOW):
        congress = GrowingCongress()
        congress.grow()
        deputy = signed_in(app, congress)["deputy"]
        before = statements_of(deputy, "/")

        def ask_for_each(*args: object, **kwargs: object) -> object:
            desk = asked(*args, **kwargs)
            for notice in desk.notices:
                db.session.refresh(notice)
            return desk

        monkeypatch.setattr(desks, "deputy_desk", ask_for_each)
        assert statements_of(deputy, "/") > before
