"""The place of a character in stroke order: number of strokes, then heng, shu, pie, dian, zhe (GF 3003-1999)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _places() -> dict[str, str]:
    text = files("lms.people").joinpath("data/stroke_order.txt").read_text(encoding="utf-8")
    lines = (line.partition("\t")[2] for line in text.splitlines() if not line.startswith("#"))
    return {character: f"{place:04x}" for place, character in enumerate("".join(lines))}


def place(character: str) -> str:
    """A code that sorts, byte by byte, as the character does; characters without strokes come last.

    The codes are ASCII and none is the beginning of another, so that codes can be joined.
    """
    return _places().get(character) or f"z{ord(character):06x}"
