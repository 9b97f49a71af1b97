"""A year of five study sessions in the browser: planned, approved, and one of them led from its places to the printed list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.core import clock
from lms.core.database import db
from lms.core.working_days import provisionally_add_working_days
from lms.people.models import ElectingBody
from tests.browser.ways import WAYS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.browser.conftest import Come
    from tests.browser.ways import Walker, Way

TITLE = "第1期专题学习班"
SESSIONS = 5
PLACES = "50"

pytestmark = pytest.mark.usefixtures("laid_site")


class Year:
    """The people of the walk, each at a browser, and the days of next year's first study session."""

    def __init__(self, come: Come, way: Way) -> None:
        self.come, self.way = come, way
        self.year = clock.today().year + 1
        self.first = provisionally_add_working_days(date(self.year, 5, 10), 1).value
        self.organizer, self.office = self._enter("organizer"), self._enter("business")

    def _enter(self, username: str) -> Walker:
        walker = self.come(self.way)
        walker.enter(username)
        return walker

    def plan(self) -> None:
        """Next year's plan is returned, gets four more study sessions, and is approved under a number."""
        self._rule("退回修改", words="请补充四期专题学习班")
        organizer = self.organizer
        self._open_plan(organizer)
        for number in range(1, SESSIONS):
            organizer.press("添加学习班")
            organizer.fill("期次", str(number))
            organizer.fill("名称", f"第{number}期专题学习班")
            organizer.fill("名额", PLACES)
            organizer.page.get_by_label("月份").select_option(str(2 * number + 3))
            organizer.press("保存")
        organizer.sees("第4期专题学习班")
        organizer.finds_page_fit()
        organizer.press("报批")
        self._rule("已批准", number=f"示例〔{self.year}〕1号")
        self._open_plan(organizer)
        expect(organizer.page.locator("#main tbody tr")).to_have_count(SESSIONS)
        organizer.finds_page_fit()

    def _open_plan(self, walker: Walker) -> None:
        walker.page.goto("/planning/plans")
        walker.page.get_by_role("link", name=f"{self.year}年全国人大代表学习培训计划").first.click()
        walker.sees("下一步")

    def _rule(self, decision: str, *, words: str = "", number: str = "") -> None:
        office = self.office
        self._open_plan(office)
        office.press("登记审批意见")
        office.page.get_by_label(decision, exact=True).check()
        office.fill("审批日期", clock.today().isoformat())
        office.fill("批准文号", number)
        office.fill("修改要求", words)
        office.finds_page_fit()
        office.press("登记审批意见")
        office.sees("下一步")

    def share_out(self) -> None:
        """The first thematic study session of the plan is made, its places computed, approved and sent out."""
        organizer = self.organizer
        in_table(organizer, TITLE).get_by_role("link", name="形成学习班").click()
        for label in ("报到日期", "开班日期", "结束日期"):
            organizer.fill(label, self.first.isoformat())
        organizer.fill("地点", "北京")
        organizer.saves_considering()
        organizer.press("分配名额")
        organizer.press("查看计算表")
        organizer.finds_page_fit()
        organizer.press("按此分配名额")
        organizer.press("登记批准")
        organizer.fill("批准文号", f"示例函〔{self.year}〕2号")
        organizer.fill("批准日期", clock.today().isoformat())
        organizer.press("登记批准")
        organizer.press("下达名额")
        organizer.press("开放推荐")
        organizer.sees("选举单位正在推荐")
        self.address = organizer.page.url
        organizer.finds_page_fit()

    def recommend(self) -> None:
        """A liaison is refused one too many, and puts that deputy in reserve; another one hands a place back."""
        liaison, other = self._enter("liaison"), self._enter("liaison2")
        liaison.press("推荐", within=liaison.row(TITLE))
        for used in (1, 2):
            liaison.press("推荐")
            liaison.sees(f"已使用 {used} 个名额，共 2 个")
        liaison.press("推荐")
        liaison.sees("已全部用完")
        liaison.finds_page_fit()
        liaison.press("列入候补")
        liaison.sees("本单位候补代表")
        liaison.finds_page_fit()
        other.press("推荐", within=other.row(TITLE))
        other.press("交回名额")
        other.fill("原因", "本单位代表均有公务")
        other.press("交回")
        other.finds_page_fit()

    def share_anew(self) -> None:
        """The place that was handed back waits on the organizer's home, and goes by the proposal to who is next."""
        organizer = self.organizer
        organizer.open("首页")
        organizer.finds_page_fit()
        organizer.press("查看依据并递补", within=organizer.row(TITLE))
        organizer.sees("河北省")
        organizer.finds_page_fit()
        organizer.press("同意递补")
        organizer.sees("机动名额没有空余")

    def review(self) -> None:
        """What the units recommend is looked at unit by unit, and the list confirmed."""
        organizer = self.organizer
        organizer.page.goto(self.address)
        organizer.press("审核推荐人选")
        organizer.finds_page_fit()
        organizer.press("审核通过（3 人）")
        organizer.sees("各单位的推荐均已审核")
        organizer.press("确认名单")
        organizer.press("确认名单")
        organizer.sees("已确认")

    def answer(self) -> None:
        """One deputy comes, one does not and says why."""
        for username, button in (("deputy2", "确认参加"), ("deputy", "不能参加")):
            deputy = self._enter(username)
            deputy.finds_page_fit()
            deputy.open("学习班")
            deputy.page.get_by_role("link", name=TITLE).first.click()
            deputy.sees("请您确认是否参加")
            deputy.finds_page_fit()
            if button == "不能参加":
                deputy.fill("原因", "已有公务安排")
            deputy.press(button)
            deputy.sees("谢谢您")

    def call_up(self) -> None:
        """Everyone on the list is called up by one signature, with a letter to each employer."""
        organizer = self.organizer
        self._open_call_up()
        organizer.press("发出调训")
        organizer.fill("携带物品及其他事项", "代表证、身份证件")
        organizer.fill("请于此日前回复", (self.first - timedelta(days=14)).isoformat())
        self._sign()

    def _open_call_up(self) -> None:
        self.organizer.page.goto(self.address)
        self.organizer.press("发出调训")
        self.organizer.sees("总体情况")

    def _sign(self) -> None:
        """The organizer drafts; the office finds the draft on its home, checks and signs it."""
        organizer, office = self.organizer, self.office
        organizer.press("保存草稿并预览")
        organizer.sees("签发后将")
        organizer.finds_page_fit()
        office.open("首页")
        office.press("查看草稿", within=office.row(TITLE))
        office.press("核稿通过，送签")
        office.sees("已核稿，等待签发")
        office.press("签发")
        office.sees("代表已收到通知")
        office.finds_page_fit()

    def mend(self) -> None:
        """One letter comes back, waits on the organizer's home, and goes out again to a mended address."""
        organizer = self.organizer
        self._open_call_up()
        organizer.page.locator("#main table").get_by_role("link", name="示例代函").first.click()
        organizer.page.get_by_label("已退回", exact=True).check()
        organizer.press("保存状态")
        organizer.sees("本函已退回")
        organizer.finds_page_fit()
        organizer.open("首页")
        organizer.press("更正地址", within=organizer.row("函件"))
        organizer.page.locator("#main table").get_by_role("link", name="示例代函").first.click()
        organizer.fill("邮寄地址", "某省某市人民路2号")
        organizer.press("保存地址")
        organizer.sees("某省某市人民路2号")

    def change(self) -> None:
        """The days change: deputies are told again, and letters take the place of letters."""
        organizer, later = self.organizer, (self.first + timedelta(days=7)).isoformat()
        self._open_call_up()
        organizer.sees("1 人")  # Whoever declined is to be told, too, that the call-up no longer holds.
        organizer.press("发出调训")
        organizer.page.get_by_label("变更时间", exact=False).first.check()
        for label in ("新的报到日期", "新的开班日期", "新的结束日期"):
            organizer.fill(label, later)
        organizer.fill("变更原因", "与其他会议时间冲突")
        self._sign()
        deputy = self._enter("deputy2")
        deputy.sees("变更")
        deputy.finds_page_fit()

    def list(self, folder: Path) -> None:
        """Units stand in official order, on the page and in the workbook."""
        organizer = self.organizer
        organizer.page.goto(self.address)
        organizer.press("参训名单")
        organizer.finds_page_fit()
        with organizer.page.expect_download() as download:
            organizer.press("下载（.xlsx）")
        download.value.save_as(folder / "list.xlsx")
        rows = CalamineWorkbook.from_path(folder / "list.xlsx").get_sheet_by_index(0).to_python()
        official = list(db.session.scalars(select(ElectingBody.name).order_by(ElectingBody.official_order)))
        db.session.remove()
        units = [cell for row in rows for cell in row if cell in official]
        assert units
        assert units == sorted(units, key=official.index)


def in_table(walker: Walker, words: str) -> Locator:
    return walker.page.locator("#main tr", has_text=words)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_year_is_planned_and_one_study_session_led_to_its_list(way: Way, come: Come, tmp_path: Path) -> None:
    year = Year(come, way)
    year.plan()
    year.share_out()
    year.recommend()
    year.share_anew()
    year.review()
    year.call_up()
    year.answer()
    year.mend()
    year.change()
    year.list(tmp_path)
