"""What rooms do once a backup has been put back, before anybody works on it: registered here, run by `lms restore`.

A backup brings back what was true when it was made, also what has been erased since; and whoever restores wants to know
that what came back is whole. This floor knows neither: a room that does registers a step, and its module is imported by
`lms/handlers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from lms.core.settings import Settings

    Run = Callable[[Settings, datetime], Iterator[str]]


class StepFailed(Exception):
    """What was put back must not be used as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One room's step, and the command by which an operator does the same by hand."""

    name: str
    command: str
    run: Run


_steps: dict[str, Step] = {}


def after_restore(name: str, *, command: str) -> Callable[[Run], Run]:
    """Register a step. It yields a line for the operator for each thing that it did, and is safe to run twice.

    It runs with the restored database bound at the newest revision, and the restored keys and blobs in use. It raises
    `StepFailed` if the platform must not be used.

    Raises:
        ValueError: two steps have one name.
    """

    def take(run: Run) -> Run:
        known = _steps.get(name)
        if known is not None and known.run is not run:
            raise ValueError(f"two steps after a restore are called {name}")
        _steps[name] = Step(name, command, run)
        return run

    return take


def commands() -> list[str]:
    """The commands that do all steps by hand: for a backup of another release, once it has been upgraded."""
    return [each.command for each in _steps.values()]


def run_all(settings: Settings, *, now: datetime) -> Iterator[str]:
    """Run every step in the order of registration; what they say, line by line.

    Raises:
        StepFailed: by the step that found something wrong; those after it are not run.
    """
    for each in _steps.values():
        yield from each.run(settings, now)
