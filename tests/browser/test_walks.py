"""The platform's main jobs, each done by the real forms as people do them: on a wide screen, a phone, and in elder mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from lms.core import clock
from lms.core.database import db
from lms.core.jobs.running import Runner
from lms.core.working_days import provisionally_add_working_days
from tests.browser.scenes import hold_on, name_of, open_account, open_study_session, seats_held
from tests.browser.ways import WAYS
from tests.support.site import PER_UNIT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Come
    from tests.browser.ways import Walker, Way

ALL_DEPUTIES = 35 * PER_UNIT

pytestmark = [
    pytest.mark.usefixtures("laid_site"),
    pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name),
]


def test_a_deputy_takes_a_course_to_its_end_and_finds_it_in_the_record(way: Way, come: Come) -> None:
    open_account("newcomer", unit="河北")
    deputy = come(way)
    deputy.sign_in("newcomer")
    deputy.open("课程")
    deputy.press("使用本平台")
    deputy.press("开始学习")
    watch_to_the_end(deputy)
    deputy.press("下一课：平台记下什么，不记什么")
    deputy.press("我已读完本课")
    deputy.press("继续学习")
    deputy.press("我已读完本课")
    deputy.sees("完成本课程")
    deputy.finds_page_fit()
    deputy.press("查看我的履职档案")
    deputy.sees("我的履职档案")
    expect(deputy.row("使用本平台")).to_have_count(1)
    deputy.finds_page_fit()


def watch_to_the_end(deputy: Walker) -> None:
    """Play the video twice as fast, as many do, until the platform says that the lesson is complete."""
    deputy.page.get_by_label("播放速度").select_option("2")
    deputy.page.evaluate("document.querySelector('video').play()")
    expect(deputy.page.get_by_text("已完成", exact=True)).to_be_visible(timeout=60_000)
    deputy.finds_page_fit()


def test_a_liaison_fills_the_quota_is_refused_one_too_many_and_withdraws_one(way: Way, come: Come) -> None:
    title = "第8期专题学习班"
    open_study_session(title, places=50)
    liaison = come(way)
    liaison.sign_in("liaison", is_staff=True)
    liaison.press("推荐", within=liaison.row(title))
    liaison.sees("已使用 0 个名额，共 2 个")
    for used in (1, 2):
        liaison.press("推荐")
        liaison.sees(f"已使用 {used} 个名额，共 2 个")
    liaison.press("推荐")
    liaison.sees("未作任何改动")
    liaison.sees("共有 2 个名额，已全部用完")
    liaison.finds_page_fit()
    liaison.press("撤回")
    liaison.sees("已使用 1 个名额，共 2 个")
    assert seats_held(title) == 1


def test_a_business_admin_has_the_report_made_and_opens_the_file(way: Way, come: Come, tmp_path: Path) -> None:
    admin = come(way)
    admin.sign_in("business", is_staff=True)
    admin.open("报表")
    in_office, due, trained = (int(number) for number in admin.page.locator("tfoot td").all_inner_texts()[:3])
    assert in_office == ALL_DEPUTIES
    admin.press("制作文件")
    admin.press("开始制作")
    expect(admin.page.get_by_role("progressbar")).to_be_visible()
    admin.finds_page_fit()
    Runner().run_pending(clock.now())
    db.session.remove()
    admin.sees("文件已生成")  # The page has asked again by itself.
    admin.finds_page_fit()
    with admin.page.expect_download() as download:
        admin.press("下载")
    download.value.save_as(tmp_path / "report.xlsx")
    # Each of the three is followed by its share of the newly elected and of the grassroots.
    sheet = CalamineWorkbook.from_path(tmp_path / "report.xlsx").get_sheet_by_name("按选举单位").to_python()
    total = next(row for row in sheet if row[1] == "合计")
    assert (total[2], total[5], total[8]) == (in_office, due, trained)


def test_an_organizer_leads_a_study_session_from_its_plan_to_the_record(way: Way, come: Come) -> None:
    today = clock.today()
    # A day on which it can be planned, whatever today is; it is held today.
    planned = provisionally_add_working_days(today, 5).value
    organizer, liaison, deputy = come(way), come(way), come(way)
    organizer.sign_in("organizer", is_staff=True)
    organizer.open("学习班")
    organizer.press("新建学习班")
    organizer.fill("期次", "9")
    organizer.fill("名称", "第9期专题学习班")
    for label in ("报到日期", "开班日期", "结束日期", "推荐截止日期"):
        organizer.fill(label, planned.isoformat())
    organizer.fill("地点", "北京")
    organizer.fill("名额", "50")
    organizer.saves_considering()
    organizer.press("分配名额")
    organizer.press("查看计算表")
    organizer.finds_page_fit()
    organizer.press("按此分配名额")
    organizer.press("登记批准")
    organizer.fill("批准文号", "示例函1号")
    organizer.fill("批准日期", today.isoformat())
    organizer.press("登记批准")
    organizer.press("下达名额")
    organizer.press("开放推荐")

    liaison.sign_in("liaison", is_staff=True)
    liaison.press("推荐", within=liaison.row("第9期专题学习班"))
    name = name_of("deputy2")
    liaison.press("推荐", within=liaison.row(name))
    liaison.sees(f"已推荐{name}")

    organizer.page.reload()
    organizer.press("确认名单")
    organizer.finds_page_fit()
    organizer.press("确认名单")
    organizer.press("第9期专题学习班")
    hold_on(today, "第9期专题学习班")
    organizer.press("签到")
    organizer.page.get_by_label("已到").check()
    organizer.press("保存签到")
    organizer.finds_page_fit()
    organizer.press("结业办理")
    organizer.finds_page_fit()
    organizer.press("办理结业并记入履职档案")
    organizer.sees("已办理结业")

    deputy.sign_in("deputy2")
    deputy.open("履职档案")
    expect(deputy.row("第9期专题学习班")).to_have_count(1)
