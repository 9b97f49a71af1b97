"""Files that are no rosters, and JSON that is no beat."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core import clock
from lms.people.roster.book import write_book
from lms.people.roster.generator import generate
from tests.bad_input.values import LONG

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bad_input.asking import Asking


def _book() -> bytes:
    target = io.BytesIO()
    write_book(target, [], created=clock.now(), rows=generate(1)[:3])
    return target.getvalue()


def _archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def _sheet(*lines: list[str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        page = workbook.add_worksheet()
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    return target.getvalue()


HEAD = ["代表证号", "姓名", "选举单位", "构成", "新任/连任"]
FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": "这不是表格".encode,
    "an image": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "a PDF": lambda: b"%PDF-1.7\n%%EOF",
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
    "half a workbook": lambda: _book()[: len(_book()) // 2],
    "a workbook with a hole": lambda: _book()[:300] + b"\0" * 300 + _book()[600:],
    "an empty archive": _archive,
    "a bomb": lambda: _archive(xl__worksheets__sheet1=b"\0" * 120_000_000),
    "an archive of other things": lambda: _archive(**{"readme.txt": b"1"}),
    "an empty sheet": _sheet,
    "only a header": lambda: _sheet(HEAD),
    "formulas for a header": lambda: _sheet(["=1+1", "=HYPERLINK(A1)"], ["a", "b"]),
    "another table": lambda: _sheet(["序号", "金额"], ["1", "2"]),
}
BEATS: dict[str, Any] = {
    "a list": [],
    "null": None,
    "a number": 1e308,
    "a word": "x",
    "nothing in it": {},
    "no token": {"token": "x", "runs": [], "speed": 1, "position": 0},
    "runs of words": {"token": None, "runs": [["a", "b"]], "speed": 1, "position": 0},
    "half a surrogate pair": {"token": "\ud800", "runs": [], "speed": 1, "position": 0},
    "keys that are none": {"\ud800": "\0", "": None},
}
RAW = {
    "broken": b'{"token": ',
    "deep": b"[" * 8_000,
    "deep objects": b'{"a":' * 3_000,
    "NaN": b'{"token": NaN, "runs": [[NaN, Infinity]], "speed": -Infinity, "position": NaN}',
    "a number without end": b'{"position": ' + b"9" * 5_000 + b"}",
    "no UTF-8": b'{"token": "\xff"}',
    "UTF-16": '{"token": "x"}'.encode("utf-16"),
    "twice the same": b'{"token": 1, "token": 2}',
    "too long": b'"' + b"x" * 20_000 + b'"',
}
TOKEN = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_roster_is_named_and_nothing_is_kept(asking: Asking, kind: str) -> None:
    file = (io.BytesIO(FILES[kind]()), "roster.xlsx")
    answer = asking.ask("business admin", "POST", "/roster-imports", data={"file": file})
    assert answer.status_code == 422
    assert "field__error" in answer.text


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a\0b.xlsx", f"{LONG}.xlsx", "\ud800.xlsx", "x.exe", "👩‍👧.xlsx"]
)
def test_a_strange_name_of_a_file_is_no_mishap(asking: Asking, name: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
    body = head + name.encode("utf-8", "surrogatepass") + b'"\r\n\r\n' + _book() + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    answer = asking.ask("business admin", "POST", "/roster-imports", data=body, content_type=kind, stays=True)
    assert answer.status_code in (303, 422), answer.status_code
    if answer.status_code == 303:
        assert asking.ask("business admin", "GET", answer.location).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"file": "text, no file"}, {"file": (io.BytesIO(b"1"), "")}, {"other": (io.BytesIO(b"1"), "a.xlsx")}]
)
def test_a_form_without_a_file_asks_for_one(asking: Asking, data: dict[str, Any]) -> None:
    answer = asking.ask("business admin", "POST", "/roster-imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "field__error" in answer.text


@pytest.mark.parametrize("kind", BEATS)
def test_what_is_no_beat_is_refused(asking: Asking, kind: str) -> None:
    for path in ("/learning/playback/beats", asking.path("learning.playback")):
        _refused(asking, path, json.dumps(BEATS[kind]).encode())


@pytest.mark.parametrize("kind", RAW)
def test_what_is_no_json_is_refused(asking: Asking, kind: str) -> None:
    for path in ("/learning/playback/beats", asking.path("learning.playback")):
        _refused(asking, path, RAW[kind])


_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=3)
)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.lists(_ODD, max_size=3) | _ODD, max_size=3) | _ODD, speed=_ODD, position=_ODD)
def test_chance_finds_no_beat_that_is_a_mishap(asking: Asking, runs: Any, speed: Any, position: Any) -> None:
    beat = {"token": TOKEN, "runs": runs, "speed": speed, "position": position}
    asking.ask("deputy", "POST", "/learning/playback/beats", data=json.dumps(beat), content_type="application/json")


def _refused(asking: Asking, path: str, body: bytes) -> None:
    answer = asking.ask("deputy", "POST", path, data=body, content_type="application/json")
    assert answer.status_code in (409, 413, 422), answer.status_code
    assert answer.mimetype == "application/problem+json"
