"""Course folders made for tests: a good one, to be broken as the test wishes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COURSE = """\
key = "{key}"
title = "怎样写好一件代表建议"
summary = "动笔之前想清楚什么。"
topic = "代表建议"

[lecturer]
name = "课程编写组"

[[basis]]
title = "代表法"
articles = "第二十四条"
as_of = 2025-03-11

[[lessons]]
key = "text"
kind = "reading"
title = "法律怎样规定"
text = "text.md"

[[lessons]]
key = "film"
kind = "video"
title = "动笔之前"
media = "film.mp4"
captions = "film.vtt"
transcript = "film.md"
"""

QUESTIONS = """\
[[questions]]
key = "limit"
lesson = "text"
kind = "single"
text = "多久答复？"
options = ["一个月内", "三个月内", "六个月内"]
right = 2
explanation = "自交办之日起三个月内。"
source = "代表法第五十一条"

[[questions]]
key = "how"
lesson = "text"
kind = "multiple"
text = "建议应当怎样？"
options = ["明确具体", "注重反映实际情况和问题", "三十人联名"]
right = [1, 2]
explanation = "没有联名的要求。"
source = "代表法第二十四条"

[[questions]]
key = "only"
lesson = "film"
kind = "true_false"
text = "只能在会议期间提出。"
right = false
explanation = "闭会期间也可以。"
source = "代表法第三十六条"
"""

OUTLINE = """\
title = "大纲"

[[nodes]]
key = "proposals"
name = "议案和建议"
name_en = "Motions and suggestions"
competency = "proposing"

[[nodes]]
key = "system"
name = "人大制度"
name_en = "The congress system"
competency = "political_judgement"

[[nodes]]
key = "suggestions"
parent = "proposals"
name = "代表建议"
name_en = "Suggestions"
competency = "proposing"

[[amendments]]
law = "代表法"
amended_on = 2025-03-11
amended_by = "第十四届全国人民代表大会第三次会议"
"""

CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n先到现场看。\n"


def box(kind: bytes, content: bytes) -> bytes:
    """An MP4 box."""
    return struct.pack(">I4s", len(content) + 8, kind) + content


def film(
    seconds: float = 60, *, index_first: bool = True, codec: bytes = b"avc1", samples: bytes = b"samples"
) -> bytes:
    """A file that says of itself what a video says; its samples are none."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, round(seconds * 1000)) + bytes(80))
    index, data = box(b"moov", header + box(b"trak", codec)), box(b"mdat", samples)
    return box(b"ftyp", b"isom") + (index + data if index_first else data + index)


def make_folder(root: Path, key: str = "suggestion", *, course: str = COURSE, seconds: float = 60) -> Path:
    """A whole course folder; the parts of `course` can be replaced."""
    folder = root / key
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text(course.replace("{key}", key), "utf-8")
    (folder / "text.md").write_text("## 标准\n\n明确具体。\n", "utf-8")
    (folder / "film.mp4").write_bytes(film(seconds, samples=key.encode()))
    (folder / "film.vtt").write_text(CAPTIONS, "utf-8")
    (folder / "film.md").write_text("先到现场看。\n", "utf-8")
    return folder
