"""A course goes from an editor through a reviewer and an approver to deputies, by the real forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lms.core.settings import ROOT
from tests.browser.ways import ELDER, WIDE
from tests.catalog.folders import CAPTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Come
    from tests.browser.ways import Walker, Way

pytestmark = [
    pytest.mark.usefixtures("laid_site"),
    pytest.mark.parametrize("way", [WIDE, ELDER], ids=lambda way: way.name),
]

FILM = ROOT / "courses" / "writing-a-suggestion" / "three-questions.mp4"
TITLE = "怎样开展走访"
IMPORTED = "走访之前先做什么？"
QUIZ = f"""{IMPORTED}{{=拟订提纲 ~通知媒体####先想好要问什么。}}

把词语连起来。{{=走访 -> 听 =接待 -> 记}}
"""


def test_three_people_bring_a_course_to_deputies(way: Way, come: Come, tmp_path: Path) -> None:
    editor = come(way)
    editor.enter("editor")
    begin(editor)
    add_video(editor, tmp_path)
    import_questions(editor, tmp_path)
    add_question(editor)
    editor.sees("内容已齐全")
    editor.finds_page_fit()
    editor.press("提交审核")
    editor.sees("待审核")
    pass_on(come(way), "reviewer", "已审阅，提交批准", "待批准")
    pass_on(come(way), "approver", "批准发布", "代表现在可以看到")
    deputy = come(way)
    deputy.enter("deputy")
    deputy.open("课程")
    deputy.press(TITLE)
    deputy.sees("看一次走访")
    deputy.press("进入自测")
    deputy.press("开始答题")
    deputy.sees(IMPORTED)
    deputy.finds_page_fit()
    editor.page.goto("/notices")
    editor.sees(f"课程《{TITLE}》已批准发布。")


def begin(editor: Walker) -> None:
    """A new course, and what it is about."""
    editor.page.goto("/authoring")
    editor.finds_page_fit()
    editor.fill("名称", TITLE)
    editor.press("开始编写")
    editor.page.get_by_label("简介").fill("走访以前、走访之中、走访以后。")
    editor.page.locator("#topic").fill("联系群众")
    editor.page.locator("#lecturer").fill("课程编写组")
    editor.page.locator("#basis-0-title").fill("代表法")
    editor.page.locator("#basis-0-as_of").fill("2025-03-11")
    editor.finds_page_fit()
    editor.press("保存")
    editor.sees("尚待补正")
    editor.finds_page_fit()


def add_video(editor: Walker, folder: Path) -> None:
    """A lesson with its film, sent with a bar that shows how far it is, and its captions."""
    (folder / "film.vtt").write_text(CAPTIONS, "utf-8")
    editor.press("添加视频")
    editor.page.locator("#title").fill("看一次走访")
    editor.page.locator("#text").fill("先听，再问。")
    editor.press("保存")
    editor.page.locator("#video").set_input_files(FILM)
    editor.press("上传视频")
    editor.sees("视频已收下")
    editor.page.locator("#captions").set_input_files(folder / "film.vtt")
    editor.press("上传字幕")
    editor.sees("字幕已收下")
    editor.press("保存")
    expect(editor.row("看一次走访")).to_have_count(1)


def import_questions(editor: Walker, folder: Path) -> None:
    """Questions from a file: looked at first, then those that can be asked are added."""
    (folder / "quiz.txt").write_text(QUIZ, "utf-8")
    editor.press("从文件导入题目")
    editor.finds_page_fit()
    editor.page.locator("#file").set_input_files(folder / "quiz.txt")
    editor.page.locator("#lesson").select_option(label="看一次走访")
    editor.page.locator("#source").fill("代表法第四十四条")
    editor.press("核对文件")
    editor.sees("本平台没有连线题。")
    editor.finds_page_fit()
    editor.press("添加 1 道题目")
    editor.sees("已添加 1 道题目")
    editor.finds_page_fit()
    editor.press("返回课程稿")
    expect(editor.row(IMPORTED)).to_have_count(1)


def add_question(editor: Walker) -> None:
    """A statement, marked as right."""
    editor.press("添加题目")
    editor.finds_page_fit()
    editor.page.get_by_label("判断题").check()
    editor.page.locator("#lesson").select_option(label="看一次走访")
    editor.page.locator("#text").fill("走访要先听，再问。")
    editor.page.locator("#statement-0").check()
    editor.page.locator("#explanation").fill("见视频。")
    editor.page.locator("#source").fill("代表法第四十四条")
    editor.press("保存")


def pass_on(person: Walker, username: str, button: str, then: str) -> None:
    """Find the draft on the own desk, look at it as a deputy would, and let it go on."""
    person.enter(username)
    person.page.goto("/authoring")
    person.press(TITLE)
    person.finds_page_fit()
    person.press("以代表视角预览")
    person.finds_page_fit()
    person.press("返回课程稿")
    person.press(button)
    person.sees(then)
