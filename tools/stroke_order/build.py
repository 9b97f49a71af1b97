"""Build `lms/people/data/stroke_order.txt` from published stroke data. Run by hand when the sources change:

    python tools/stroke_order/build.py cn_sort-0.14.0-py3-none-any.whl strokes-0.0.1-py3-none-any.whl \
        cnchar-order-3.2.6.tgz

The three archives are downloaded with `pip download --no-deps` and `npm pack`; nothing of them is needed at run time.
The first gives the order of 20,897 characters, the second how many strokes each has (so that the order can be cut into
counts), the third the strokes of the common 6,939 as letters. Rare characters are put where their own strokes belong.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
import zipfile
from bisect import bisect_right
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "lms/people/data/stroke_order.txt"

FIRST_HAN = "\u3400"
# The letters of the third source fall into the five classes of GF 3003-1999; every letter not named here is a zhe.
CLASS_OF_LETTER = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "d": "4", "l": "4"}
ZHE = "5"

HEADER = """\
# Characters in stroke order: one line for each number of strokes, then a tab, then its characters in order of their
# strokes (heng, shu, pie, dian, zhe). Built by tools/stroke_order/build.py; see NOTICE.md beside this file.
"""


def published_order(wheel: Path) -> list[str]:
    """The characters of GB 13000.1 in stroke order."""
    with zipfile.ZipFile(wheel) as archive:
        words = json.loads(archive.read("cn_sort/res/all_word.json"))["all_word"]
    level = {word["chinese"]: word["stroke_increment_level"] for word in words if word["chinese"] >= FIRST_HAN}
    return sorted(level, key=level.__getitem__)


def published_counts(wheel: Path) -> dict[str, int]:
    """How many strokes each character has."""
    with zipfile.ZipFile(wheel) as archive:
        counts: dict[str, int] = json.loads(archive.read("data/strokeCount.json"))
    return counts


def published_strokes(package: Path) -> dict[str, str]:
    """The strokes of common characters, each as a digit of its class."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/cnchar.order.min.js")
        if member is None:
            raise SystemExit(f"{package} has no stroke data")
        source = member.read().decode()
    letters = re.findall(r"""["']?([\u3400-\u9fff])["']?:["']([a-z]+)["']""", source)
    return {character: "".join(CLASS_OF_LETTER.get(letter, ZHE) for letter in word) for character, word in letters}


def cut_into_counts(order: list[str], counts: dict[str, int]) -> list[list[str]]:
    """Cut the order where the count rises, with the fewest characters on the wrong side.

    The two sources differ in the count of about fifty characters; the order is the one that holds.
    """
    known = [counts[character] for character in order]
    starts = [0]
    for strokes in range(1, max(known)):
        misplaced = sum(count <= strokes for count in known)
        best, cut = misplaced, 0
        for index, count in enumerate(known, start=1):
            misplaced += -1 if count <= strokes else 1
            if misplaced < best:
                best, cut = misplaced, index
        starts.append(max(cut, starts[-1]))
    return [order[start:end] for start, end in zip(starts, [*starts[1:], len(order)], strict=True)]


def rare_characters(path: Path, strokes: dict[str, str]) -> dict[str, str]:
    """The strokes of the rare characters, spelt out of their parts. Later lines may use earlier ones."""
    spelt: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        character, parts = line.split("\t")
        spelt[character] = "".join(
            part if part.isdigit() else spelt.get(part) or strokes[part] for part in parts.split()
        )
    return spelt


def insert(lines: list[list[str]], rare: dict[str, str], strokes: dict[str, str]) -> None:
    """Put each rare character behind the last one of its count whose known strokes do not come after its own."""
    known = dict(strokes)
    placed = {character for line in lines for character in line}
    for character, own in sorted(rare.items(), key=lambda item: item[1]):
        if character in placed:
            continue
        line = lines[len(own) - 1]
        marks = [(known[other], index) for index, other in enumerate(line) if len(known.get(other, "")) == len(own)]
        behind = bisect_right([mark for mark, _index in marks], own)
        line.insert(marks[behind - 1][1] + 1 if behind else 0, character)
        known[character] = own


def main(cn_sort: str, stroke_counts: str, cnchar_order: str) -> None:
    """Read the three archives, write the file and say what is in it."""
    strokes = published_strokes(Path(cnchar_order))
    lines = cut_into_counts(published_order(Path(cn_sort)), published_counts(Path(stroke_counts)))
    rare = rare_characters(HERE / "rare_characters.tsv", strokes)
    insert(lines, rare, strokes)
    text = "".join(f"{count}\t{''.join(line)}\n" for count, line in enumerate(lines, start=1) if line)
    TARGET.write_text(HEADER + text, encoding="utf-8")
    print(f"{sum(map(len, lines))} characters, {len(rare)} of them spelt by hand: {TARGET.name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
