"""Headers and cookies that no browser of ours would send: passed over, or refused like anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bad_input.asking import only_expected_errors
from tests.bad_input.values import LONG

if TYPE_CHECKING:
    from tests.bad_input.asking import Asking

GARBAGE = (
    "",
    "=",
    ";;;",
    '"',
    "\x7f",
    "null",
    "..eyJ",
    "a" * 4_000,
    "\xe5\x92\x8c",
    "%00",
    "{}",
    "eyJhIjoxfQ.aaaa.bbbb",
)
COOKIES = ("login", "__Host-login", "language", "elder", "lms", "unknown")
HEADERS = {
    "Accept": ("", "*", "application/json;q=abc", "text/html;q=9e999", ",".join(["a/b;q=0.1"] * 2_000)),
    "Accept-Language": ("", "zz", ",".join(f"x-{number};q=0.{number}" for number in range(5_000)), "*;q=NaN"),
    "Accept-Encoding": ("gzip;q=x", "br, " * 1_000),
    "If-None-Match": ("*", '"', 'W/"x', '"a", ' * 1_000, "\xff"),
    "If-Modified-Since": ("yesterday", "Thu, 99 Abc 99999 25:61:61 GMT", "0"),
    "If-Range": ('"x"', "Thu, 99 Abc 99999"),
    "User-Agent": ("", "Mozilla/5.0 " + "x" * 10_000, "\xe5\x92\x8c"),
    "Referer": ("javascript:alert(1)", "http://[", "\xff"),
    "Host": ("evil.example", "localhost:99999999"),
    "X-Forwarded-For": ("'", "1.2.3.4, " * 1_000),
    "Content-Length": ("-1", "abc", "99999999999999999999"),
    "Content-Type": (
        "multipart/form-data; boundary=" + "x" * 500,
        "/",
        "text/html; charset=no-such",
        "application/json; charset=x",
    ),
    "X-Request-Id": ("a\tb", "x" * 10_000),
    "HX-Request": ("true", "x" * 1_000),
    "HX-Current-URL": ("http://[", "javascript:alert(1)"),
    "Range": ("bytes=1-0", "x"),
}
RANGES = (
    *("bytes=", "bytes=-", "bytes=a-b", "bytes=5-1", "bytes=-0", "bytes=999999999999-", "bytes=0-99999999999999999999"),
    *(
        "bytes=0-0,1-1,2-2",
        "bytes=" + ",".join(["0-"] * 1_000),
        "lines=1-2",
        "bytes=-99999999999999999999",
        "bytes=\xff",
    ),
)


@pytest.mark.parametrize("name", COOKIES)
def test_a_cookie_that_means_nothing_is_no_cookie(asking: Asking, name: str) -> None:
    for value in GARBAGE:
        with asking.telling(repr(value)):
            for role, path in (("anonymous", "/sign-in"), ("deputy", "/courses")):
                sent = {"Cookie": f"{_kept(asking, role, but=name)}{name}={value}"}
                answer = asking.ask(role, "GET", path, headers=sent)
                assert answer.status_code in (200, 303), answer.status_code


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_makes_no_sense_is_passed_over(asking: Asking, name: str) -> None:
    for value in HEADERS[name]:
        with asking.telling(repr(value[:80])):
            for role, path in (("anonymous", "/sign-in"), ("deputy", "/courses"), ("auditor", "/no-such-page")):
                asking.ask(role, "GET", path, headers={name: value})


def test_a_form_with_headers_that_make_no_sense_changes_nothing(asking: Asking) -> None:
    for name in ("Content-Length", "Content-Type", "Referer", "Host", "Accept"):
        for value in HEADERS[name]:
            with asking.telling(f"{name}: {value[:80]!r}"):
                asking.ask("anonymous", "POST", "/sign-in", data=b"name=a&password=b", headers={name: value})


@pytest.mark.parametrize("host", ["a" * 300, "[::1", "a b", "localhost:x", "\xff", "localhost/x"])
def test_a_host_that_is_none_is_refused_in_words(asking: Asking, host: str) -> None:
    for role, method, path in (
        ("anonymous", "GET", "/sign-in"),
        ("deputy", "GET", "/"),
        ("deputy", "POST", "/notices/readings"),
    ):
        with only_expected_errors():
            answer = asking.client(role).open(path, method=method, headers={"Host": host}, csrf=False)
        assert answer.status_code in (200, 303, 400, 401), answer.status_code
        assert answer.status_code != 400 or "没有" in answer.text


@pytest.mark.parametrize("value", RANGES)
def test_a_range_that_is_none_gives_the_whole_film_or_416(asking: Asking, value: str) -> None:
    answer = asking.ask("deputy", "GET", asking.path("catalog.media"), headers={"Range": value})
    assert answer.status_code in (200, 206, 416), answer.status_code


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        " /x",
        "/\t/evil",
        "http:/evil",
    ],
)
def test_the_way_back_never_leads_elsewhere(asking: Asking, wanted: str) -> None:
    for path, fields in {
        "/preferences/language": {"language": "en", "back": wanted},
        "/preferences/elder-mode": {"on": "1", "back": wanted},
    }.items():
        target = asking.send("anonymous", path, fields).location
        assert target.startswith("/"), target
        assert not target.startswith(("//", "/\\", "/\t")), target
    assert asking.ask("deputy", "GET", f"/sign-in?next={wanted}").location in ("/", "/x")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(asking: Asking) -> None:
    for role, path in (("anonymous", "/sign-in"), ("business admin", "/roster-imports")):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"):
            answer = asking.ask(role, "POST", path, data=b"a=" + b"x" * 30_000_000, content_type=kind)
            assert answer.status_code == 413, f"{path} {kind}: {answer.status_code}"


def test_more_fields_than_any_form_has_are_refused(asking: Asking) -> None:
    many = [(f"field{number}", "x") for number in range(20_000)]
    assert asking.send("anonymous", "/sign-in", many).status_code in (413, 422)
    assert asking.send("anonymous", "/sign-in", {"name": LONG * 40}).status_code == 413


def _kept(asking: Asking, role: str, *, but: str) -> str:
    """The role's own cookie for the login, unless that is the one in question."""
    cookie = asking.client(role).get_cookie("login")
    return f"login={cookie.value}; " if cookie and but != "login" else ""
