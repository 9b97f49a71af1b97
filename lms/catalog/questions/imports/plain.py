"""From HTML and Markdown to the words alone, with what was lost on the way."""

from __future__ import annotations

import html
import re
from enum import StrEnum
from typing import TYPE_CHECKING

import nh3

from lms.catalog.markdown import paragraphs
from lms.catalog.questions.imports import reasons
from lms.catalog.questions.imports.found import one_line

if TYPE_CHECKING:
    from lms.catalog.questions.imports.found import Reading

LONGEST = 20_000  # Characters of one text before it is looked into.

_SILENT = frozenset({"p", "br", "div", "span", "section", "article", "font"})
_MEDIA = frozenset({"img", "picture", "video", "audio", "svg", "figure", "map", "math"})
_FORMATTING = frozenset(
    "a b strong i em u s sub sup small big mark code pre ul ol li dl dt dd table thead tbody tr th td caption "
    "h1 h2 h3 h4 h5 h6 blockquote hr center".split()
)
_INLINE = frozenset("span font a b strong i em u s sub sup small big mark code img".split())
_KNOWN = _SILENT | _MEDIA | _FORMATTING
_TAG = re.compile(r"</?([a-z0-9]+)[^<>]*>")
_LOOKS_LIKE_HTML = re.compile(
    rf"</?(?:{'|'.join(sorted(_KNOWN, key=len, reverse=True))})\b[^<>]*>|&(?:[a-z]{{2,8}}|#\d{{1,6}});", re.IGNORECASE
)


class Format(StrEnum):
    """How a text is marked up. AUTO is Moodle's own: plain, but with HTML in it if there is some."""

    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"
    AUTO = "auto"


def words_of(text: str, form: Format, reading: Reading) -> str:
    """The words of a text in one line; what is lost is noted."""
    if form is Format.HTML or (form is Format.AUTO and _LOOKS_LIKE_HTML.search(text)):
        return _from_html(text, reading)
    if form is Format.MARKDOWN:
        return _from_markdown(text, reading)
    return one_line(text)


def _from_html(text: str, reading: Reading) -> str:
    clean = nh3.clean(text, tags=set(_KNOWN), attributes={}, link_rel=None)
    tags = set(_TAG.findall(clean))
    if tags & _MEDIA or "<img" in text.lower():
        reading.leave(reasons.IMAGES)
    if "a" in tags:
        reading.leave(reasons.LINKS)
    if tags & (_FORMATTING - {"a"}):
        reading.leave(reasons.FORMATTING)
    bare = _TAG.sub(lambda tag: "" if tag[1] in _INLINE else " ", clean)
    return one_line(html.unescape(bare))


def _from_markdown(text: str, reading: Reading) -> str:
    words = one_line(" ".join(paragraphs(text)))
    if "![" in text:
        reading.leave(reasons.IMAGES)
    if words != one_line(text):
        reading.leave(reasons.FORMATTING)
    return words
