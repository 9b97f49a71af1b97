"""A package in a real browser: it suspends, goes on where it stopped, and reaches nothing that is not its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.core.database import db
from lms.learning.models import LessonCompletion, Way
from lms.learning.packages.models import PackageState
from tests.browser.axe import AXE, small_targets, too_wide, violations
from tests.catalog.factories import make_course
from tests.catalog.packages.zips import V12, V2004
from tests.learning.packages.scene import content_at, make_package
from tests.support.accounts import make_deputy, sign_in

# As authoring tools do: look for the interface in the windows above, ask at once, answer on leaving.
FIND = """
function find(name) { let at = window; while (!at[name] && at.parent !== at) at = at.parent; return at[name]; }
function show(text) { document.getElementById('out').textContent = text; }
"""
PAGE_12 = f"""<!doctype html><html lang="zh"><title>课</title><p id="out"></p>
<button onclick="next()">下一页</button> <button onclick="done()">完成</button>
<script>{FIND}
const api = find('API');
api.LMSInitialize('');
let at = Number(api.LMSGetValue('cmi.suspend_data') || 0);
show(api.LMSGetValue('cmi.core.entry') + ':' + at);
function next() {{ at += 1; api.LMSSetValue('cmi.suspend_data', String(at)); show('page:' + at); }}
function done() {{ api.LMSSetValue('cmi.core.score.raw', '90'); api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSFinish(''); }}
addEventListener('pagehide', () => {{ api.LMSSetValue('cmi.core.exit', 'suspend'); api.LMSFinish(''); }});
</script></html>"""
PAGE_2004 = (
    PAGE_12.replace("'API'", "'API_1484_11'")
    .replace("LMSFinish", "Terminate")
    .replace("LMS", "")
    .replace("cmi.core.lesson_status", "cmi.completion_status")
    .replace("cmi.core.", "cmi.")
)
# It tries what it must not be able to, and shows what came of it.
SPY = f"""<!doctype html><html lang="zh"><title>课</title><p id="out"></p>
<script>{FIND}
const elsewhere = ['http:', '', 'elsewhere.example', ''].join('/');
const api = find('API');
api.LMSInitialize('');
const tried = async (name, act) => {{ try {{ return name + '=' + await act(); }} catch (error) {{ return name + '=refused'; }} }};
(async () => {{
  const site = 'http://127.0.0.1:' + location.port;
  const found = [
    'cookie=' + document.cookie,
    await tried('page', async () => (await fetch(site + '/courses', {{ credentials: 'include' }})).status),
    await tried('blind', async () => (await fetch(site + '/courses', {{ mode: 'no-cors', credentials: 'include' }})).type),
    await tried('elsewhere', async () => (await fetch(elsewhere)).status),
    await tried('led', async () => (await fetch('/courses', {{ credentials: 'include', headers: {{ Accept: 'text/html' }} }})).status),
    await tried('own', async () => (await fetch('imsmanifest.xml')).status),
    await tried('above', async () => top.document.title),
    await tried('image', () => new Promise((resolve, reject) => {{
      const image = new Image(); image.onload = () => resolve('loaded'); image.onerror = reject; image.src = site + '/static/icons/favicon.svg';
    }})),
    await tried('away', async () => {{ top.location = elsewhere; return 'gone'; }}),
  ];
  show(found.join(' '));
}})();
</script></html>"""


class Deputy:
    """A deputy with an account before a package, and the address of its lesson."""

    def __init__(self, base_url):
        mandate, self.account = make_deputy()
        self.person_id, self.site = mandate.person_id, base_url
        self.course = make_course(congress_id=mandate.congress_id)

    def set_cookie(self, name, value):
        self.cookie = {"name": name, "value": value, "url": self.site}

    def lesson(self, manifest, page, **files):
        lesson = make_package(self.course, manifest, index__html=page, **files)
        self.url = f"{self.site}/courses/{self.course.public_id}/lessons/{lesson.public_id}"

    def open(self, context):
        """The package, opened in a browser that the deputy is signed in with."""
        if not hasattr(self, "cookie"):
            sign_in(self, db.session.merge(self.account))
        context.add_cookies([self.cookie])
        page = context.new_page()
        page.goto(self.url)
        page.get_by_role("button", name="打开本课").click()
        return page


@pytest.fixture
def deputy(database, base_url):
    with content_at(base_url.replace("127.0.0.1", "localhost"), site=base_url):
        yield Deputy(base_url)


def inside(page):
    return page.frame_locator(".package__frame").frame_locator("iframe")


def close(page):
    """As the page asks for, so that nothing is under way when the test ends."""
    page.get_by_role("button", name="保存并关闭").click()
    expect(page.get_by_role("button", name="打开本课")).to_be_visible()


def rows(model):
    db.session.rollback()
    return db.session.scalars(select(model)).all()


def only(model):
    (row,) = rows(model)
    return row


@pytest.mark.parametrize(("manifest", "sco"), [(V12, PAGE_12), (V2004, PAGE_2004)], ids=["1.2", "2004"])
def test_a_package_suspends_goes_on_elsewhere_and_completes_the_lesson(deputy, browser, manifest, sco):
    deputy.lesson(manifest, sco)
    with browser.new_context(locale="zh-CN") as first:
        page = deputy.open(first)
        expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
        for _time in range(3):
            inside(page).get_by_role("button", name="下一页").click()
        close(page)
    assert (only(PackageState).suspend_data, only(PackageState).is_suspended) == ("3", True)
    with browser.new_context(locale="zh-CN") as second:
        page = deputy.open(second)
        expect(inside(page).locator("#out")).to_have_text("resume:3")
        inside(page).get_by_role("button", name="完成").click()
        expect(page.get_by_text("您已完成本课程").first).to_be_visible()
    assert only(LessonCompletion).way is Way.PACKAGE
    assert only(PackageState).score_raw == "90"


def test_a_page_that_is_left_in_the_middle_loses_nothing(deputy, context):
    deputy.lesson(V12, PAGE_12)
    page = deputy.open(context)
    expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
    inside(page).get_by_role("button", name="下一页").click()
    expect(inside(page).locator("#out")).to_have_text("page:1")
    page.goto(deputy.site + "/courses")
    page = deputy.open(context)
    expect(inside(page).locator("#out")).to_have_text("resume:1")
    close(page)


def test_another_device_takes_over(deputy, browser):
    deputy.lesson(V12, PAGE_12)
    with browser.new_context(locale="zh-CN") as first, browser.new_context(locale="zh-CN") as second:
        page = deputy.open(first)
        expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
        deputy.open(second)
        expect(second.pages[0].get_by_text("另一台设备或者页面已经停止")).to_be_visible()
        inside(page).get_by_role("button", name="下一页").click()
        expect(page.get_by_text("在另一台设备或者页面打开")).to_be_visible()
        close(second.pages[0])


def test_content_reads_no_cookie_and_reaches_no_page_of_the_application(deputy, context):
    deputy.lesson(V12, SPY)
    page = deputy.open(context)
    expect(inside(page).locator("#out")).to_have_text(
        "cookie= page=refused blind=refused elsewhere=refused led=404 own=200 above=refused image=refused away=refused"
    )
    assert page.url == deputy.url
    close(page)


def test_who_types_the_contents_host_comes_to_the_platform(deputy, page):
    page.goto(deputy.site.replace("127.0.0.1", "localhost") + "/courses")
    expect(page).to_have_url(deputy.site + "/sign-in?next=/courses")


@pytest.mark.parametrize("elder", [False, True], ids=["ordinary", "elder"])
def test_the_page_of_a_package_is_open_to_everybody(deputy, context, elder):
    deputy.lesson(V12, PAGE_12)
    context.add_init_script(path=AXE)
    context.add_cookies([{"name": "elder", "value": "1" if elder else "0", "url": deputy.site}])
    page = deputy.open(context)
    expect(inside(page).locator("#out")).to_have_text("ab-initio:0")
    page.set_viewport_size({"width": 320, "height": 700})
    assert [*violations(page), *too_wide(page), *small_targets(page, elder=elder)] == []
    close(page)
