"""Keeping child processes alive: a child that died is started again, later and later; the end of one ends none."""

from __future__ import annotations

import ctypes
import logging
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0  # A child that lived so many seconds starts anew with the first pause.
MOST_QUICK_DEATHS = 10
SECONDS_TO_STOP = 30.0
POLL_SECONDS = 0.1

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # Loaded before a fork: little is safe between fork and exec.


@dataclass
class Child:
    """A command that is to run for ever, and how it fares."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        """Start it; it is told to end when this process dies, however that happens."""
        self.process = subprocess.Popen(  # noqa: S603  # The command is the supervisor's own.
            self.command,
            env=self.env,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  # The supervisor has one thread.
        )
        self.started_at = time.monotonic()
        log.info("child started", extra={"child": self.name, "pid": self.process.pid})

    def has_died(self) -> bool:
        """Whether it ran and does not any more."""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Note a death and when to start again."""
        if self.process is None:
            return
        log.error("child died", extra={"child": self.name, "exit_code": self.process.returncode})
        has_settled = time.monotonic() - self.started_at >= SETTLED_AFTER
        self.quick_deaths = 1 if has_settled else self.quick_deaths + 1
        pause: float = min(FIRST_PAUSE * 2 ** (self.quick_deaths - 1), LONGEST_PAUSE)
        self.start_again_at = time.monotonic() + pause
        self.process = None

    def stop(self, deadline: float) -> None:
        """Wait for its end until the deadline, then end it hard."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("child killed", extra={"child": self.name})
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Runs until it is told to stop, or until a child cannot be kept alive."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = threading.Event()

    def run(self) -> int:
        """Run the children; returns the exit code: 0 after SIGTERM or SIGINT, 1 if a child died again and again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        try:
            return self._watch()
        finally:
            self._stop_all()

    def _watch(self) -> int:
        while not self._stopping.wait(POLL_SECONDS):
            for child in self._children:
                if child.has_died():
                    child.bury()
                    if child.quick_deaths >= MOST_QUICK_DEATHS:
                        log.error("child given up", extra={"child": child.name})
                        return 1
                if child.process is None and time.monotonic() >= child.start_again_at:
                    child.start()
        return 0

    def _stop_all(self) -> None:
        """Ask all, then wait for each: they end side by side."""
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self._children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        for child in self._children:
            child.stop(deadline)


def _die_with_parent() -> None:
    """Between fork and exec: have the kernel send SIGTERM when the supervisor is gone (Linux, prctl(2))."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
