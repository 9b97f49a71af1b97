"""The content host: it serves files of packages to whoever was given them, and nothing else."""

from __future__ import annotations

import pytest

from lms.core.settings import SettingsError, from_environment
from tests.learning.packages.scene import CONTENT, content_at, launch, make_package


@pytest.fixture(autouse=True)
def content_origin(database):
    with content_at(CONTENT):
        yield


@pytest.fixture
def address(learner):
    lesson = make_package(learner.course, index__html="<p>正文</p>", a__js="1;", **{"资料/b.css": "p { color: red }"})
    return launch(learner, lesson)["frame"].removeprefix(CONTENT)


def get(learner, path, **given):
    with learner.now():
        return learner.client.get(path, base_url=CONTENT, buffered=True, **given)


def test_files_come_with_their_types_and_the_contents_own_policy(learner, address):
    page = get(learner, f"{address}index.html")
    assert page.text == "<p>正文</p>"
    assert page.mimetype == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'self' http://localhost" in policy
    assert get(learner, f"{address}a.js").mimetype == "text/javascript"
    assert get(learner, f"{address}资料/b.css").mimetype == "text/css"


def test_the_frame_runs_no_script_but_ours(learner, address):
    policy = get(learner, address).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors http://localhost" in policy


def test_a_part_of_a_file_can_be_asked_for(learner, address):
    part = get(learner, f"{address}index.html", headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.text) == (206, "<p>")
    assert get(learner, f"{address}index.html", headers={"Range": "bytes=900-"}).status_code == 416


def test_no_cookie_is_set_and_none_counts(learner, address):
    for path in (address, f"{address}index.html", "/", "/frame.js"):
        assert "Set-Cookie" not in get(learner, path).headers
        assert get(learner, path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/courses", "/sign-in", "/api/v1", "/static/css/base.css", "/site.css", "/health"]
)
def test_no_page_of_the_application_is_served_there(learner, path):
    assert get(learner, path).status_code == 404


TAB = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Dest": "document"}
SITE = "https://academy.test"


@pytest.mark.parametrize("path", ["/", "/courses?topic=%E5%BB%BA%E8%AE%AE&page=2", "/%E8%AF%BE"])
@pytest.mark.parametrize("headers", [TAB, {"Accept": "text/html"}], ids=["now", "an older browser"])
def test_who_asks_there_for_a_page_is_led_to_the_platform(learner, path, headers):
    with content_at(CONTENT, site=SITE):
        answer = get(learner, path, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, SITE + path)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("wanted", ["iframe", "frame", "empty", "script", "image", "style", "worker"])
def test_what_a_package_asks_for_is_led_nowhere(learner, wanted):
    with content_at(CONTENT, site=SITE):
        assert get(learner, "/courses", headers=TAB | {"Sec-Fetch-Dest": wanted}).status_code == 404
        assert get(learner, "/courses", headers={"Accept": "application/json"}).status_code == 404


def test_a_file_of_a_package_is_served_and_not_led_away(learner, address):
    with content_at(CONTENT, site=SITE):
        assert get(learner, f"{address}index.html", headers=TAB).status_code == 200


def test_the_platform_and_the_content_are_not_one_origin():
    with pytest.raises(SettingsError, match="another origin"):
        from_environment({"LMS_CONTENT_ORIGIN": SITE, "LMS_SITE_ORIGIN": SITE})


def test_the_application_serves_no_package(learner, address):
    with learner.now():
        assert learner.client.get(f"{address}index.html").status_code == 404


def test_an_address_is_good_for_a_few_hours(learner, address):
    learner.wait(4 * 3600 - 1)
    assert get(learner, f"{address}index.html").status_code == 200
    learner.wait(1)
    assert get(learner, f"{address}index.html").status_code == 404


@pytest.mark.parametrize("path", ["x/index.html", "index.html", "../index.html", "", "%00/x", "W10.x/index.html"])
def test_an_address_that_we_did_not_sign_opens_nothing(learner, path):
    assert get(learner, f"/{path}").status_code == 404


def test_an_address_opens_its_own_package_alone(learner, address):
    assert get(learner, f"{address}none.html").status_code == 404
    assert get(learner, f"{address}../imsmanifest.xml").status_code == 404


def test_nothing_can_be_written(learner, address):
    with learner.now():
        assert learner.client.post(address, base_url=CONTENT).status_code == 405


def test_only_the_page_of_a_package_may_frame_anything(learner):
    lesson = make_package(learner.course)
    page = learner.get(f"/courses/{learner.course.public_id}/lessons/{lesson.public_id}")
    assert page.headers["Content-Security-Policy"].endswith(f"frame-src {CONTENT}")
    assert "frame-src" not in learner.get("/courses").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "origin", ["content.example.org", "https://a.example/path", "javascript:alert(1)", "https://A.example"]
)
def test_an_origin_is_a_scheme_and_a_host(origin):
    with pytest.raises(SettingsError):
        from_environment({"LMS_CONTENT_ORIGIN": origin})
    with pytest.raises(SettingsError):
        from_environment({"LMS_SITE_ORIGIN": origin})
