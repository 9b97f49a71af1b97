"""WebVTT captions: the part of the format that our courses use, and no more (W3C, WebVTT)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.catalog.problems import Problem
from lms.core.i18n import N_

_TIMES = re.compile(r"^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3}) --> (?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$")
_SLACK_MS = 500  # A caption may outlive the last frame by a little.


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: what is shown from `start_ms` to `end_ms`."""

    start_ms: int
    end_ms: int
    text: str


def read_captions(text: str, *, file: str, duration_ms: int) -> tuple[list[Cue], list[Problem]]:
    """The cues of a WebVTT text, and what is wrong with it, by line."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].split(" ")[0] != "WEBVTT":
        return [], [Problem(file, 1, N_("Captions start with the line WEBVTT."))]
    cues: list[Cue] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        cue = _cue(line, lines[number:])
        fault = _fault(cue, cues[-1] if cues else None, duration_ms)
        if fault:
            problems.append(Problem(file, number, fault))
        elif cue:
            cues.append(cue)
    if not cues and not problems:
        problems.append(Problem(file, 1, N_("There is no caption in the file.")))
    return cues, problems


def _cue(times: str, following: list[str]) -> Cue | None:
    match = _TIMES.match(times.strip())
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    start, end = (((p[0] * 60 + p[1]) * 60 + p[2]) * 1000 + p[3] for p in (parts[:4], parts[4:]))
    blank = next((index for index, line in enumerate(following) if not line.strip()), len(following))
    return Cue(start, end, "\n".join(following[:blank]).strip())


def _fault(cue: Cue | None, previous: Cue | None, duration_ms: int) -> str | None:
    if cue is None:
        return N_("The times of a caption look like 00:00:05.000 --> 00:00:09.500.")
    if not cue.text:
        return N_("The caption has no text.")
    if cue.end_ms <= cue.start_ms:
        return N_("The caption ends before it starts.")
    if previous and cue.start_ms < previous.start_ms:
        return N_("The caption starts before the one above it.")
    if cue.end_ms > duration_ms + _SLACK_MS:
        return N_("The caption ends after the video.")
    return None
