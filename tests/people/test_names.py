"""The order of names in official lists, their spelling, and how they are found by pinyin."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.database import db
from lms.people.models import Person
from lms.people.names import clean_name, pinyin, sort_key
from lms.people.names.pinyin import search_text
from lms.people.names.strokes import place
from tests.factories import make_person

# The first two lists are the office's own; the others spell the rule out.
IN_ORDER = [
    "王毛文方尹",
    "李杨吴何张陈林",
    "一丁七人八九",  # One stroke before two; 横竖撇点折 among the twos.
    "㙍聇",  # 11 strokes, 横竖横: among its equals.
    "㙍逸翕𫖯翖",
    "锑𬭎锒",
]


@pytest.mark.parametrize("surnames", IN_ORDER)
def test_surnames_stand_by_strokes_and_then_by_their_shapes(surnames):
    shuffled = random.Random(3).sample(surnames, len(surnames))
    assert "".join(sorted(shuffled, key=place)) == surnames


@pytest.mark.parametrize(
    "names",
    [
        ["王伟", "王鑫", "王一一"],  # One-character given names first, however many strokes.
        ["王一鑫", "王丁一"],  # Then the first character of the given name decides.
        ["王丁一", "王丁人"],  # Then the second.
        ["司南", "司马光", "司马一一"],  # A compound surname follows the single one that begins it.
        ["欧阳修", "欧阳一一", "赵一"],  # It stands at its first character; 8 strokes are fewer than 9.
        ["艾力·买买提", "艾力更·依明"],  # A dot ends a word.
        ["艾华", "艾力·买买提"],
        ["王䶮", "王𠀀"],  # Without strokes, last.
    ],
)
def test_given_names_stand_behind_their_surname_in_the_order_of_the_rule(names):
    assert sorted(names, key=sort_key) == names


def test_the_four_rare_characters_have_a_place_of_their_own():
    assert all(not place(character).startswith("z") for character in "㙍䶮𫖯𬭎")


@pytest.mark.usefixtures("database")
def test_the_database_sorts_keys_as_python_does():
    names = [
        "王伟",
        "毛一",
        "文三",
        "方·一",
        "尹㙍",
        "欧阳修",
        "欧一",
        "A·B",
        "王𠀀",
        "艾力·买买提",
        "司马光",
        "王一一",
    ]
    for name in names:
        make_person(name=name, sort_key=sort_key(name))

    by_database = db.session.scalars(select(Person.name).order_by(Person.sort_key)).all()

    assert by_database == sorted(names, key=sort_key)


@given(st.lists(st.text("王李一丁㙍𬭎·欧阳AZ", min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_two_names_never_share_a_key(names):
    first, second = map(clean_name, names)
    assert first == second or sort_key(first) != sort_key(second)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王　伟", "王伟"),
        (" 欧阳 修 ", "欧阳修"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        (unicodedata.normalize("NFD", "José"), "José"),
    ],
)
def test_a_name_is_kept_in_one_spelling(written, kept):
    assert clean_name(written) == kept


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单田芳", "shantianfang", "stf"),
        ("仇和", "qiuhe", "qh"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("曾国藩", "zengguofan", "zgf"),
        ("查良镛", "zhaliangyong", "zly"),
        ("区千", "ouqian", "oq"),
        ("万俟松", "moqisong", "mqs"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕布", "lvbu", "lb"),
        ("覃明", "qinming tanming", "qm tm"),
        ("买买提·艾力", "maimaitiaili", "mmtal"),
    ],
)
def test_pinyin_reads_surnames_as_surnames(name, full, initials):
    assert (pinyin(name).full, pinyin(name).initials) == (full, initials)


@pytest.mark.parametrize(
    ("typed", "text"), [("Lü Bu", "lvbu"), ("LYU", "lv"), ("xi'an", "xian"), ("王", ""), ("王w", "")]
)
def test_what_is_typed_is_compared_in_plain_letters(typed, text):
    assert search_text(typed) == text
