"""Safe Markdown: what an author writes becomes HTML without scripts, styles, images or foreign hosts of any kind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TAGS = frozenset("p h2 h3 h4 ul ol li blockquote strong em s code pre hr br a table thead tbody tr th td".split())


@lru_cache(maxsize=256)
def render(text: str) -> Markup:
    """Markdown as HTML that may be put on a page."""
    html = nh3.clean(
        _PARSER.render(text),
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704  # This is what nh3 has just made safe.


def faults(text: str) -> Iterator[tuple[int, str]]:
    """What our pages could not show as the author meant it: the line and a msgid."""
    for token in _PARSER.parse(text):
        line = (token.map or [0])[0] + 1
        if token.type == "heading_open" and token.tag not in {"h2", "h3", "h4"}:
            yield line, N_("Headings start with ## to ####: the page's title is the lesson's.")
        if token.type == "inline" and any(child.type == "image" for child in token.children or ()):
            yield line, N_("Images in a text are not taken in yet.")


def paragraphs(text: str) -> Iterator[str]:
    """The text as it is read, without marks: each paragraph, heading, point of a list or cell of a table."""
    for token in _PARSER.parse(text):
        if token.type == "inline":
            parts = (" " if child.type.endswith("break") else child.content for child in token.children or ())
            if content := "".join(parts).strip():
                yield content
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield token.content.strip()
