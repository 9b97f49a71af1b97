"""What an author writes cannot harm a reader."""

from html.parser import HTMLParser

import pytest

from lms.catalog.markdown import faults, render


class Seen(HTMLParser):
    """What a browser would make of it: tags, and attributes other than those of a harmless link."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        harmless = {("rel", "noopener noreferrer"), ("href", "https://example.org")}
        self.attributes |= set(attrs) - harmless


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[看](javascript:alert(1))",
        '[看](https://example.org "x" onclick=alert(1))',
        "| a |\n|:-:|\n| b |",
        "![图](https://example.org/a.png)",
    ],
)
def test_nothing_that_runs_styles_or_loads_gets_through(text):
    seen = Seen()
    seen.feed(str(render(text)))
    assert not seen.tags & {"script", "img", "style", "iframe"}
    assert not seen.attributes


def test_headings_lists_quotations_and_tables_are_kept():
    html = str(render("## 甲\n\n- 乙\n\n> 丙\n\n| 丁 |\n| --- |\n| 戊 |"))
    assert all(tag in html for tag in ("<h2>", "<li>", "<blockquote>", "<td>"))


def test_what_the_page_could_not_show_is_named_by_line():
    assert [line for line, _ in faults("## 好\n\n# 坏\n\n![图](a.png)")] == [3, 5]
