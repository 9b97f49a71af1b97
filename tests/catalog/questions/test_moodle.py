"""Moodle XML: the texts that matter, and no harm from a file made to do some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.moodle import DEEPEST, read_moodle
from lms.catalog.questions.imports.refusals import BrokenXml, DeclaresEntities, NotMoodle, TooDeep
from tests.catalog.authoring.quiz_files import XML

if TYPE_CHECKING:
    from lms.catalog.questions.imports.found import Found


def one(inside: str, kind: str = "multichoice") -> Found:
    (found,) = read_moodle(f'<quiz><question type="{kind}">{inside}</question></quiz>')
    return found


def answer(text: str, fraction: object, feedback: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text><feedback><text>{feedback}</text></feedback></answer>'


ASKED = "<questiontext><text>谁？</text></questiontext>"


def test_a_quiz_is_read_with_its_lines_and_category() -> None:
    choice, truth, essay = read_moodle(XML)
    assert choice["asked"]
    assert choice["asked"]["text"] == "走访之前先做什么？"
    assert choice["asked"]["options"] == ["拟订提纲", "通知媒体"]
    assert choice["asked"]["explanation"] == "先想好要问什么。"
    assert [each["template"] for each in choice["left"]] == [reasons.FORMATTING, reasons.FEEDBACK]
    assert truth["asked"]
    assert truth["asked"]["right"] is True
    assert [each["template"] for each in essay["refused"]] == [reasons.ESSAY]
    assert (choice["line"], choice["lesson"]) == (4, "$course$/走访之前")


def test_several_right_answers_are_several_choices() -> None:
    found = one(f"{ASKED}<single>false</single>{answer('甲', 50)}{answer('乙', 50)}{answer('丙', 0)}")
    assert found["asked"]
    assert (found["asked"]["kind"], found["asked"]["right"]) == ("multiple", [1, 2])


def test_files_and_hints_are_told() -> None:
    found = one(f"{ASKED}<hint><text>想想</text></hint><image>a.png</image>{answer('甲', 100)}{answer('乙', 0)}")
    assert [each["template"] for each in found["left"]] == [reasons.IMAGES, reasons.FEEDBACK]


def test_an_unknown_kind_is_called_by_its_name() -> None:
    (reason,) = one(ASKED, kind="ddwtos")["refused"]
    assert (reason["template"], reason["params"]) == (reasons.OTHER_KIND, {"kind": "ddwtos"})


def test_weights_that_are_none_are_refused() -> None:
    for weight in ("nan", "inf", "1e9", "", "x"):
        assert [each["template"] for each in one(ASKED + answer("甲", weight))["refused"]] == [reasons.WEIGHT]


def test_a_statement_needs_true_and_false() -> None:
    found = one(ASKED + answer("是", 100) + answer("否", 0), kind="truefalse")
    assert [each["template"] for each in found["refused"]] == [reasons.NOT_TRUE_OR_FALSE]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ('<!DOCTYPE quiz [<!ENTITY a "aaaa">]><quiz>&a;</quiz>', DeclaresEntities),
        ('<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', DeclaresEntities),
        ("<html/>", NotMoodle),
        ("<quiz><question></quiz>", BrokenXml),
        ("<quiz>&a;</quiz>", BrokenXml),
        ("<quiz>" + "<a>" * DEEPEST, TooDeep),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_moodle(text)
