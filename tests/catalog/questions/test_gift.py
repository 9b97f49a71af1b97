"""GIFT by its published rules: marks, escapes, comments, and every kind of question told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.gift import read_gift

if TYPE_CHECKING:
    from lms.catalog.questions.imports.found import Asked, Found


def one(text: str) -> Found:
    (found,) = read_gift(text)
    return found


def asked(text: str) -> Asked:
    found = one(text)
    assert found["asked"], found["refused"]
    return found["asked"]


def left(text: str) -> list[str]:
    return [each["template"] for each in one(text)["left"]]


def test_a_choice_has_its_options_in_order_and_the_right_one() -> None:
    said = asked("谁？{~甲 =乙 ~丙}")
    assert (said["kind"], said["options"], said["right"]) == ("single", ["甲", "乙", "丙"], 2)


def test_the_answers_may_stand_in_the_middle() -> None:
    assert asked("应当自交办之日起{=三个月 ~六个月}内答复。")["text"] == "应当自交办之日起 ____ 内答复。"


def test_equal_weights_make_a_multiple_choice_without_loss() -> None:
    text = "哪些？{~%50%甲 ~%50%乙 ~丙}"
    assert (asked(text)["kind"], asked(text)["right"], left(text)) == ("multiple", [1, 2], [])


def test_partial_weights_are_told() -> None:
    assert left("哪个？{=甲 ~%30%乙}") == [reasons.WEIGHTS]
    assert left("哪些？{~%70%甲 ~%30%乙 ~%-50%丙}") == [reasons.WEIGHTS]


def test_one_right_among_weighted_answers_is_a_single_choice() -> None:
    text = "哪个？{~%100%甲 ~乙}"
    assert (asked(text)["kind"], left(text)) == ("single", [reasons.NUMBER_OF_ANSWERS])


@pytest.mark.parametrize(("mark", "truth"), [("T", True), ("TRUE", True), ("f", False), ("FALSE", False)])
def test_a_statement_is_true_or_false(mark: str, truth: bool) -> None:
    assert asked(f"先听，再问。{{{mark}}}")["right"] is truth


def test_general_feedback_is_the_explanation() -> None:
    text = "谁？{=甲#好 ~乙#不好####因为如此。}"
    assert (asked(text)["explanation"], left(text)) == ("因为如此。", [reasons.FEEDBACK])


def test_without_general_feedback_that_of_the_right_answer_is_taken() -> None:
    assert (asked("谁？{=甲#好 ~乙}")["explanation"], left("谁？{=甲#好 ~乙}")) == ("好", [])
    assert asked("先听。{T#错了#对了}")["explanation"] == "对了"


def test_escaped_marks_belong_to_the_words() -> None:
    said = asked(r"一\:二 \{a\} \#1{=x\=1 ~y\~2\\n}")
    assert (said["text"], said["options"]) == ("一:二 {a} #1", ["x=1", r"y~2\n"])


def test_titles_comments_and_blank_lines_are_no_words() -> None:
    text = "// 说明\n\n::题名\\:一::谁？{\n// 注\n=甲\n~乙\n}\n   \n二{T}"
    first, second = read_gift(text)
    assert first["asked"]
    assert first["asked"]["text"] == "谁？"
    assert (first["line"], second["line"]) == (3, 9)


def test_a_category_holds_until_the_next() -> None:
    found = list(read_gift("$CATEGORY: 上/走访\n一{T}\n\n二{F}\n$CATEGORY: 接待\n三{T}"))
    assert [each["lesson"] for each in found] == ["上/走访", "上/走访", "接待"]


def test_html_becomes_words_and_what_is_lost_is_told() -> None:
    text = '[html]<p>看<b>图</b>&nbsp;<img src\\="a.png"></p><script>alert(1)</script>{T}'
    assert asked(text)["text"] == "看图"
    assert set(left(text)) == {reasons.IMAGES, reasons.FORMATTING}


def test_a_sign_that_is_no_html_stays() -> None:
    assert asked("3 < 5 且 <甲> 在先{T}")["text"] == "3 < 5 且 <甲> 在先"


def test_named_characters_of_html_are_read_where_no_format_is_named() -> None:
    assert asked(r"甲 &amp; 乙&nbsp;在先{T}")["text"] == "甲 & 乙 在先"
    assert asked(r"[plain]甲 &amp; 乙{T}")["text"] == "甲 &amp; 乙"


def test_markdown_loses_its_marks() -> None:
    assert asked("[markdown]**先听**，再问。{T}")["text"] == "先听，再问。"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("连线{=甲 -> 一 =乙 -> 二}", reasons.MATCHING),
        ("谈谈。{}", reasons.ESSAY),
        ("几个？{#3:1}", reasons.NUMERICAL),
        ("是谁？{=甲 =乙}", reasons.SHORT_ANSWER),
        ("是谁？{甲}", reasons.SHORT_ANSWER),
        ("空{1:MC:~甲~=乙}", reasons.CLOZE),
        ("只是说明。", reasons.DESCRIPTION),
        ("谁？{=甲 ~乙", reasons.BRACES),
        ("谁？}{", reasons.BRACES),
        ("一{T} 二{F}", reasons.BRACES),
        ("谁？{甲 ~乙 =丙}", reasons.ANSWERS),
        ("谁？{~甲 ~乙}", reasons.NO_RIGHT),
        ("谁？{=甲 =乙 ~丙}", reasons.SEVERAL_RIGHT),
        ("谁？{~%x%甲 =乙}", reasons.WEIGHT),
        ("谁？{~%101%甲 =乙}", reasons.WEIGHT),
        ("{=甲 ~乙}", reasons.NO_WORDS),
        ("很长" * 20_000 + "{T}", reasons.TOO_LONG),
    ],
)
def test_what_cannot_be_asked_here_says_why(text: str, reason: str) -> None:
    assert [each["template"] for each in one(text)["refused"]] == [reason]
