"""Interleaved rounds of ours and the bare framework, in CPU time, and the median of their ratios."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.benchmarks.replay import Recorder


WARM_UP = 5


@dataclass(frozen=True)
class Figure:
    """One line of the table. A ratio is bare CPU time over ours: 1 would mean that we cost nothing."""

    name: str
    value: str
    goal: str = ""
    is_met: bool = True
    note: str = ""


@dataclass(frozen=True)
class Case:
    """A request to measure. `request` sends it once and returns the response; each call may send another body."""

    name: str
    request: Callable[[], Any]
    goal: float
    most_statements: int = 10


def compare(case: Case, recorder: Recorder, bare: Flask, *, rounds: int) -> Figure:
    """Send a case `rounds` times, each followed by its replay on the bare framework."""
    bare_client = bare.test_client()
    ours, theirs, statements = [], [], 0
    for number in range(rounds + WARM_UP):
        recording = recorder.start()
        spent, response = _cpu_seconds(case.request)
        recorder.stop()
        assert response.status_code < 400, (
            f"{case.name}: {response.status_code} {response.get_data(as_text=True)[:300]}"
        )
        recording.body, recording.media_type = response.data, response.mimetype
        bare.extensions["recording"] = recording
        bare_spent, _ = _cpu_seconds(lambda: bare_client.get("/"))
        if number >= WARM_UP:
            ours.append(spent)
            theirs.append(bare_spent)
            statements = max(statements, recording.statements)
    ratio = statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
    milliseconds = f"{statistics.median(ours) * 1000:.2f} ms, bare {statistics.median(theirs) * 1000:.2f} ms of CPU"
    return Figure(
        case.name,
        f"{ratio:.2f}",
        f">= {case.goal}, <= {case.most_statements} statements",
        ratio >= case.goal and statements <= case.most_statements,
        f"{statements} statements, {milliseconds}",
    )


def _cpu_seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect(0)
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def table(figures: list[Figure]) -> str:
    """The figures as lines under each other."""
    widths = [max(len(getattr(each, name)) for each in figures) for name in ("name", "value", "goal")]
    lines = []
    for each in figures:
        sign = "ok  " if each.is_met else "MISS"
        cells = f"{each.name:<{widths[0]}}  {each.value:>{widths[1]}}  {each.goal:<{widths[2]}}"
        lines.append(f"{sign}  {cells}  {each.note}")
    return "\n".join(lines)
