"""The fonts that printed documents are set in: those that came with the packages, and those that the site provides.

No free 仿宋 or 小标宋 exists, so an office puts its own licensed files in the fonts folder (`LMS_FONTS_DIR`); Noto Serif
SC stands in for what is missing (ADR 0013). Fonts of the operating system are never used: a document must look the
same wherever it is made.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import typst

from lms.core import settings

if TYPE_CHECKING:
    from pathlib import Path

VENDORED = settings.ROOT / "static" / "vendor" / "fonts"
STAND_IN = "noto serif sc"  # Families are compared in lower case.


class FontsMissing(RuntimeError):
    """No font that knows Chinese was found; the message says what to do."""


def found() -> typst.Fonts:
    """The site's own fonts and those of the packages, looked up once a process.

    Raises:
        FontsMissing: the stand-in is not there, so that documents would print empty boxes.
    """
    return _found_in(settings.current().fonts_dir, VENDORED)


def families() -> list[str]:
    """The names of the families found, in lower case, as templates ask for them."""
    return _lowered(found())


@cache
def _found_in(*folders: Path) -> typst.Fonts:
    there = [folder for folder in folders if folder.is_dir()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=there)
    if STAND_IN not in _lowered(fonts):
        raise FontsMissing(f"no Noto Serif SC in {VENDORED}: run `python3 -m tools.set_up run` once")
    return fonts


def _lowered(fonts: typst.Fonts) -> list[str]:
    return sorted({family.lower() for family in fonts.families()})
