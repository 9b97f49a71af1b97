import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import typst

from lms.documents import fonts
from lms.documents.printing import PACKAGE, print_list
from tests.documents.cast import row, table

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)
LINES, CHARACTERS = 22, 28


def page_after(count):
    """The page on which an official document stands after so many characters."""
    source = f"""
        #import "/documents/typst/gbt9704.typ": *
        #show: official.with(title: "t")
        #set par(first-line-indent: 0em)
        #("国" * {count})#context [#metadata(here().page()) <end>]
    """
    inputs = {"families": json.dumps(fonts.families())}
    compiler = typst.Compiler(
        source.encode(), root=PACKAGE, font_paths=fonts.found(), ignore_system_fonts=True, sys_inputs=inputs
    )
    return json.loads(compiler.query("<end>", field="value"))[0]


def test_a_page_holds_just_22_lines_of_28_characters():
    assert page_after(LINES * CHARACTERS) == 1
    assert page_after(LINES * CHARACTERS + 1) == 2


def test_a_list_prints_on_landscape_a4_with_vendored_fonts_only():
    pdf = print_list(table([row("㙍䶮𫖯𬭎")], has_total=True), made_at=NOON)
    assert pdf.startswith(b"%PDF-")
    width, height = map(float, re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (round(width), round(height)) == (842, 595)
    assert set(re.findall(rb"/BaseFont/[A-Z]{6}\+(\w+)", pdf)) == {b"NotoSerifSC", b"NotoSansSC"}


def test_the_same_list_gives_the_same_bytes_in_any_thread():
    with ThreadPoolExecutor(3) as pool:
        printed = set(pool.map(lambda _: print_list(table([row()]), made_at=NOON), range(6)))
    assert len(printed) == 1


@pytest.mark.parametrize("text", ["#panic()", "*粗*", "$x$", "\\", '"', '#import "/documents/typst/fonts.typ"', "]"])
def test_data_are_text_and_never_markup(text):
    assert print_list(table([row(text)], title=text, notes=(text,)), made_at=NOON).startswith(b"%PDF-")


def test_no_font_is_a_clear_message_and_no_page_of_boxes(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "VENDORED", tmp_path)
    with pytest.raises(fonts.FontsMissing, match="set_up"):
        print_list(table([row()]), made_at=NOON)
