"""An objection and a check on their whole way, each by the real forms: on a wide screen, a phone, and in elder mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.ways import WAYS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Come
    from tests.browser.ways import Walker, Way

pytestmark = [
    pytest.mark.usefixtures("laid_site"),
    pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name),
]

RIGHT = "使用本平台（第二期）"


def test_an_objection_goes_its_whole_way_from_the_deputy_to_the_corrected_record(
    way: Way, come: Come, tmp_path: Path
) -> None:
    deputy, officer, second = come(way), come(way), come(way)
    object_to_the_first_entry(deputy, tmp_path)

    officer.enter("business")
    officer.open("履职档案工作台")
    officer.finds_page_fit()
    officer.press("异议")
    officer.finds_page_fit()
    officer.row("请于").last.get_by_role("link").click()
    officer.sees("应为第二期")
    officer.page.get_by_label("异议成立：提请更正为以下内容").check()
    officer.fill("名称", RIGHT)
    officer.fill("原因", "经核查签到记录属实")
    officer.finds_page_fit()
    officer.press("提交答复")
    officer.sees("异议成立")
    officer.press("查看由此提请的更正")
    officer.sees("此项由您提请，须由另一人审批。")
    address = officer.page.url

    second.enter("evaluation")
    second.page.goto(address)
    second.sees(RIGHT)
    second.page.get_by_label("批准", exact=True).check()
    second.finds_page_fit()
    second.press("提交审批意见")
    second.sees("已批准")

    deputy.open("履职档案")
    deputy.press(RIGHT)
    deputy.sees("以前的记载")
    deputy.sees("经核查签到记录属实")
    deputy.finds_page_fit()
    deputy.page.get_by_role("link", name="对记录的异议").first.click()
    deputy.sees("更正已记入履职档案。")
    deputy.finds_page_fit()


def object_to_the_first_entry(deputy: Walker, folder: Path) -> None:
    """With a file, from the record's own page."""
    scan = folder / "证明.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    deputy.enter("deputy3")
    deputy.open("履职档案")
    deputy.page.locator("#main li.rows__item a").first.click()
    deputy.finds_page_fit()
    deputy.press("对此记录提出异议")
    deputy.press("提出异议")
    deputy.sees("请您核对以下各项")
    deputy.finds_page_fit()
    deputy.fill("有误之处", "应为第二期")
    deputy.page.get_by_label("佐证材料").set_input_files(scan)
    deputy.press("提出异议")
    deputy.sees("您的异议已提出")
    deputy.sees("证明.pdf")
    deputy.finds_page_fit()


def test_a_deputy_finds_the_record_whole_prints_it_and_confirms_the_period(way: Way, come: Come) -> None:
    deputy, liaison = come(way), come(way)
    deputy.enter("deputy3")
    deputy.open("履职档案")
    deputy.finds_page_fit()
    with deputy.page.expect_download() as printed:
        deputy.press("打印（PDF）")
    assert printed.value.suggested_filename.endswith("履职档案.pdf")
    deputy.press("记录完整，未被改动？")
    deputy.sees("您的记录完整，未被改动。")
    deputy.finds_page_fit()
    deputy.press("返回我的履职档案")
    deputy.press("核对我的履职档案")
    deputy.finds_page_fit()
    deputy.press("本人已核对，确认无误")
    deputy.sees("已记录您本人核对了该期间的履职档案")
    expect(deputy.row("本人已核对").first).to_be_visible()
    deputy.finds_page_fit()

    liaison.enter("liaison2")
    liaison.open("履职档案工作台")
    liaison.press("履职档案核对")
    liaison.page.locator("#main li.rows__item a").first.click()
    expect(liaison.page.locator("#main td .tag", has_text="本人已核对")).to_have_count(1)
    liaison.finds_page_fit()
