"""Interleaved rounds of ours and the bare framework, in CPU time, and the median of their ratios."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lms.core import clock
from tests.benchmarks.figures import Figure
from tests.benchmarks.replay import bare_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from tests.benchmarks.replay import Recorder
    from tests.support.http import HouseClient

WARM_UP = 5
PAGE, BEAT = 0.5, 0.8


@dataclass(frozen=True)
class Case:
    """A request to measure. `request` gives what a browser sends next; it may be another body each time.

    The clock stands still during a round, and moves on by `step` to the next one.
    """

    name: str
    browser: HouseClient
    request: Callable[[], Mapping[str, Any]]
    goal: float
    most_statements: int = 10
    step: timedelta = timedelta(0)


def compare(case: Case, recorder: Recorder, bare: Flask, *, rounds: int, accepted: float | None) -> Figure:
    """Send a case `rounds` times, each followed by its replay on the bare framework.

    Args:
        accepted: the ratio below the goal that ADR 0016 accepts, if it does.
    """
    other = bare_browser(bare, case.browser)
    moment, ours, theirs, statements = clock.now(), [], [], 0
    for number in range(rounds + WARM_UP):
        request = dict(case.request())
        with clock.frozen_at(moment):
            recording = recorder.start()
            spent, response = _cpu_seconds(case.browser, request)
            recorder.stop()
        assert response.status_code < 400, f"{case.name}: {response.status_code}"
        recording.body, recording.media_type = response.data, response.mimetype
        bare.extensions["recording"] = recording
        bare_spent, bare_response = _cpu_seconds(other, request)
        assert bare_response.status_code == 200, f"{case.name}: the bare framework failed"
        if number >= WARM_UP:
            ours.append(spent)
            theirs.append(bare_spent)
            statements = max(statements, recording.statements)
        moment += case.step
    return _figure(case, ours, theirs, statements, accepted)


def _figure(case: Case, ours: list[float], theirs: list[float], statements: int, accepted: float | None) -> Figure:
    ratio = statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
    milliseconds = f"{statistics.median(ours) * 1000:.2f} ms, bare {statistics.median(theirs) * 1000:.2f} ms of CPU"
    are_few = statements <= case.most_statements
    return Figure(
        case.name,
        f"{ratio:.2f}",
        f">= {case.goal}, <= {case.most_statements} statements",
        is_met=ratio >= case.goal and are_few,
        accepted="" if accepted is None else f">= {accepted}",
        is_accepted=accepted is not None and ratio >= accepted and are_few,
        note=f"{statements} statements, {milliseconds}",
    )


def _cpu_seconds(browser: HouseClient, request: dict[str, Any]) -> tuple[float, Any]:
    gc.collect(0)
    start = time.process_time()
    response = browser.open(csrf=False, **request)
    return time.process_time() - start, response
