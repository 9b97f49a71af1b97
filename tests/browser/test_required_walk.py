"""A past day of a required study shows the same figures after deputies left; and a study task goes from hand to hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lms.core import clock
from tests.browser.scenes import let_deputies_leave
from tests.browser.ways import WAYS

if TYPE_CHECKING:
    from tests.browser.conftest import Come
    from tests.browser.ways import Walker, Way

pytestmark = [
    pytest.mark.usefixtures("laid_site"),
    pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name),
]

STUDY, TASK = "代表法专题学习", "代表建议工作学习"


def figures_of(walker: Walker, day: str) -> list[str]:
    """The lines of the table of figures on a day, as a reader has them."""
    walker.page.get_by_label("截至日期").fill(day)
    walker.press("查看")
    walker.sees(f"{int(day[:4])}年")
    return walker.page.locator("table").first.locator("tr").all_inner_texts()


def test_a_past_day_shows_the_same_figures_after_deputies_left(way: Way, come: Come) -> None:
    organizer, yesterday = come(way), (clock.today() - timedelta(days=1)).isoformat()
    organizer.enter("organizer")
    organizer.open("课程")
    organizer.press("必修课")
    organizer.finds_page_fit()
    organizer.press(STUDY)
    before, today = figures_of(organizer, yesterday), figures_of(organizer, clock.today().isoformat())
    organizer.finds_page_fit()

    let_deputies_leave("河北", how_many=2)

    assert figures_of(organizer, clock.today().isoformat()) != today
    assert figures_of(organizer, yesterday) == before
    organizer.finds_page_fit()


def test_a_study_task_is_handed_in_returned_and_handed_in_anew(way: Way, come: Come) -> None:
    liaison, organizer = come(way), come(way)
    liaison.enter("liaison")
    liaison.press("查看任务", within=liaison.row(TASK))
    liaison.sees("待报送")
    liaison.finds_page_fit()
    address = liaison.page.url
    hand_in(liaison, "由代表在线学习，月底前完成。")

    organizer.enter("organizer")
    organizer.open("课程")
    organizer.press("学习任务")
    organizer.finds_page_fit()
    organizer.press(TASK)
    organizer.finds_page_fit()
    organizer.page.goto(address)
    organizer.sees("由代表在线学习，月底前完成。")
    organizer.press("退回")
    organizer.finds_page_fit()
    organizer.fill("原因", "请组织一次经验交流")
    organizer.press("退回")
    organizer.sees("已退回单位")

    liaison.page.goto("/")
    liaison.sees("所报送的情况已被退回。")
    liaison.page.goto(address)
    liaison.sees("请组织一次经验交流")
    hand_in(liaison, "已安排下月交流。")


def hand_in(liaison: Walker, words: str) -> None:
    """By the form of the unit's page."""
    liaison.press("报送")
    liaison.sees("怎样完成了这项任务？")
    liaison.finds_page_fit()
    liaison.fill("说明", words)
    liaison.press("报送")
    liaison.sees("已报送，组织者可以看到。")
    liaison.sees(words)
    liaison.finds_page_fit()
