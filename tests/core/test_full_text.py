"""Every phrase is found where it stands, and nowhere else, on either engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from lms.catalog.search.models import Place, SearchText
from lms.core.database import db, transaction
from lms.core.full_text.grams import folded, grams, phrases
from lms.core.full_text.index import holds
from tests.catalog.factories import make_course

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = SearchText.__table__
TEXTS = st.text(alphabet="人大代表法宪GB9 ，·ａÉ𫖯", max_size=12)


def found(query: str) -> list[str]:
    """The indexed texts that hold every phrase of a query."""
    statement = select(SearchText.content).where(holds(TABLE, phrases(query)))
    return sorted(db.session.scalars(statement))


def put(texts: Sequence[str]) -> None:
    course = make_course()
    with transaction() as session:
        session.execute(delete(SearchText))
        rows = [{"content": text, "grams": grams(text), "position": at} for at, text in enumerate(texts)]
        shared = {"course_id": course.id, "lesson_id": None, "place": Place.READING, "sounds": ""}
        session.execute(insert(SearchText), [shared | row for row in rows])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("代表", ["人大代表", "代表法"]),
        ("人大", ["人大代表"]),
        ("大表", []),
        ("法", ["代表法"]),
        ("表", ["人大代表", "代表法"]),
        ("gb/t", ["GB/T 9704-2012"]),
        ("９７０４", ["GB/T 9704-2012"]),
        ("97", ["GB/T 9704-2012"]),
        ("704", []),
        ("代表 人大", ["人大代表"]),
        ("代表 宪法", []),
        ("𫖯", ["王𫖯"]),
        ("", []),
        ("，。？!", []),
        ('" OR 1 --', []),
        ("* AND (", []),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_is_asked_for_is_found(query: str, expected: list[str]) -> None:
    put(["人大代表", "代表法", "GB/T 9704-2012", "王𫖯"])
    assert found(query) == sorted(expected)


@pytest.mark.usefixtures("database")
def test_what_was_deleted_is_found_no_more() -> None:
    put(["人大代表"])
    put(["人大"])
    assert (found("代表"), found("人大")) == ([], ["人大"])


@pytest.mark.usefixtures("database")
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), at=st.integers(0, 10), length=st.integers(2, 4))
def test_a_run_of_characters_is_found_just_where_it_stands(texts: list[str], at: int, length: int) -> None:
    put(texts)
    query = folded(texts[0])[at : at + length]
    if len(query) > 1 and all(each.isalnum() and not each.isascii() for each in query):
        assert found(query) == sorted(text for text in texts if query in folded(text))
