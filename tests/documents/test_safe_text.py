import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.safe_text import FORMULA_STARTS, LONGEST_CELL, inert, printable


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "\n=cmd|' /C calc'!A0"]
)
def test_what_could_start_a_formula_is_led_by_an_apostrophe(text):
    assert inert(text).startswith("'")


@pytest.mark.parametrize("text", ["买买提·艾力", "䶮", "第1期", "—", "2026-03-31", "a=b", ""])
def test_ordinary_text_is_left_as_it_is(text):
    assert inert(text) == text


@given(st.text())
def test_no_text_at_all_starts_a_formula(text):
    cell = inert(text)
    assert not cell.lstrip().startswith(FORMULA_STARTS)


def test_what_xml_can_not_carry_or_turns_the_reading_direction_is_dropped():
    assert printable("张\x00三\u202e四\ufffe") == "张三四"


def test_a_text_longer_than_a_cell_is_cut_where_all_can_see_it():
    assert len(printable("长" * 40_000)) == LONGEST_CELL
    assert printable("长" * 40_000).endswith("…")
