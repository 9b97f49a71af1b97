"""One way to write a name, so that the same name is the same text."""

from __future__ import annotations

import re
import unicodedata

DOT = "·"

# What keyboards and older files put between the parts of a name, instead of the dot of GB/T 15834-2011, 4.14.
_DOTS = re.compile("[·•・‧∙⋅．｡•]|(?<=[\u3400-\u9fff])\\.(?=[\u3400-\u9fff])")
_SPACE = re.compile(r"\s+")
_BESIDE_HAN = re.compile("(?<=[\u3007\u3400-\U0003ffff·]) | (?=[\u3007\u3400-\U0003ffff·])")


def clean_name(text: str) -> str:
    """A name as it is kept: no space but between words of Latin letters, one kind of dot, NFC.

    A two-character name that was spread with a space to the width of three is closed up.
    """
    text = unicodedata.normalize("NFC", text)
    text = _SPACE.sub(" ", _DOTS.sub(DOT, text)).strip()
    return _BESIDE_HAN.sub("", text)
