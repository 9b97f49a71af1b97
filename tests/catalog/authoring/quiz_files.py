"""Files of questions for tests: the same small quiz in each of the three forms."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from lms.catalog.questions.imports.workbook import LAYOUT, Field
from lms.documents.intake.book import write_book
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping

GIFT = r"""// 走访课的自测题
$CATEGORY: 联系群众/走访之前

::提纲:: 走访之前先做什么？ {
  =拟订提纲#对
  ~通知媒体
  ~准备发言\=讲话稿
####先想好要问什么。
}

走访要先听，再问。{T}

走访以后可以{~%50%转交建议 ~%50%反映情况 ~直接处理问题}。

把词语连起来。{=走访 -> 听 =接待 -> 记}
"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/走访之前</text></category></question>
  <question type="multichoice">
    <name><text>提纲</text></name>
    <questiontext format="html"><text><![CDATA[<p>走访之前<b>先</b>做什么？</p>]]></text></questiontext>
    <generalfeedback format="html"><text>先想好要问什么。</text></generalfeedback>
    <single>true</single>
    <answer fraction="100" format="html"><text>拟订提纲</text><feedback><text>对</text></feedback></answer>
    <answer fraction="0" format="html"><text>通知媒体</text></answer>
  </question>
  <question type="truefalse">
    <questiontext format="html"><text>走访要先听，再问。</text></questiontext>
    <answer fraction="100"><text>true</text></answer>
    <answer fraction="0"><text>false</text></answer>
  </question>
  <question type="essay"><questiontext format="html"><text>谈谈走访。</text></questiontext></question>
</quiz>
"""

ROWS = (
    {Field.KIND: "单选题", Field.TEXT: "走访之前先做什么？", Field.OPTION_A: "拟订提纲", Field.OPTION_C: "通知媒体"}
    | {Field.RIGHT: "Ａ", Field.EXPLANATION: "先想好要问什么。", Field.SOURCE: "代表法", Field.LESSON: "走访之前"},
    {Field.KIND: "判断题", Field.TEXT: "走访要先听，再问。", Field.RIGHT: "对"},
    {
        Field.KIND: "多选题",
        Field.TEXT: "走访听谁的？",
        Field.OPTION_A: "群众",
        Field.OPTION_B: "基层",
        Field.RIGHT: "A、D",
    },
)


def workbook(*rows: Mapping[Field, str]) -> bytes:
    """The template, filled in."""
    target = BytesIO()
    write_book(target, LAYOUT, {}, created=NOW, rows=rows)
    return target.getvalue()
