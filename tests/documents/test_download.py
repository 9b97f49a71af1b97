import io

import pytest
from flask import Flask

from lms.documents.download import attachment, download, safe_file_name


@pytest.fixture(autouse=True)
def in_a_request():
    with Flask(__name__).test_request_context():
        yield


def test_a_chinese_name_travels_as_rfc_5987_says_with_an_ascii_one_beside_it():
    header = attachment("学习培训情况.xlsx")
    assert header.startswith("attachment; filename=\"download.xlsx\"; filename*=UTF-8''%E5%AD%A6")
    assert header.isascii()


def test_an_english_name_is_both():
    assert attachment("report.csv") == "attachment; filename=\"report.csv\"; filename*=UTF-8''report.csv"


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b.csv', "a\r\nSet-Cookie: x=1", "x\\y", "\u202egnp.exe"])
def test_a_name_can_break_neither_the_header_nor_a_path(name):
    header = attachment(name)
    assert header.count('"') == 2
    assert not set("\r\n/\\") & set(header)


def test_a_long_name_keeps_its_ending():
    assert safe_file_name("长" * 300 + ".xlsx").endswith("长.xlsx")
    assert len(safe_file_name("长" * 300 + ".xlsx")) == 120


def test_a_file_is_kept_and_neither_shown_nor_cached_nor_guessed_at():
    response = download(b"x", file_name="a.csv", media_type="text/csv; charset=utf-8")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content_type == "text/csv; charset=utf-8"


def test_a_stream_is_sent_whole_and_closed():
    stream = io.BytesIO(b"x" * 600_000)
    response = download(stream, file_name="a.xlsx", media_type="application/x", size=600_000)
    assert len(response.get_data()) == response.content_length == 600_000
    assert stream.closed
